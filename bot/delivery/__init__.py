"""How a message reaches a chat: sending, failures, alerts."""
