"""Choices of the menus of a danger. They live for years in chats."""

HURT, NOBODY_HURT, CUT_OFF, YES = "hurt", "nobody", "cutoff", "yes"
