"""The Telegram Bot API of the town."""
