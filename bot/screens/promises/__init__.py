"""Screens of «promises»: days that answers name."""
