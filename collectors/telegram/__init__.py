"""Telegram as a network: chats of residents where the bot sits."""
