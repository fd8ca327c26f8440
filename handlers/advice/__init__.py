"""Handlers of «advice»: advice before sending."""
