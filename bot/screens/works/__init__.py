"""Screens of «works»: planned works."""
