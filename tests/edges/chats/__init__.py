"""Chats of Telegram that are sources."""
