"""Screens of «answers»: what residents are told."""
