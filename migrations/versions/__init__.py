"""Modules: versions."""
