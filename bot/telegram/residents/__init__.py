"""Answers to residents in Telegram: private chats, chats that are read."""
