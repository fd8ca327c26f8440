"""Handlers of «promises»: days that answers name."""
