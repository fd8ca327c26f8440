"""Telegram as a network."""
