"""Telegram in and out: updates, messages, files."""
