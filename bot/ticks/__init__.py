"""Modules: ticks."""
