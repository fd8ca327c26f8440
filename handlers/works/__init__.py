"""Handlers of «works»: planned works."""
