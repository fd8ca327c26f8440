"""The health of the bot itself, and who is told of it."""
