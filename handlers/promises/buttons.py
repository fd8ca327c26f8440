"""Choices of the menus of a promise. They live for years in chats."""

DONE_WRITE, DONE_CLOSE = "write", "close"
