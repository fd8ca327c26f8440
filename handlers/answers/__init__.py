"""Handlers of «answers»: what residents are told."""
