"""Screens of «advice»: advice before sending."""
