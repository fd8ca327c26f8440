"""How what must be said reaches a chat: sending, what becomes of failures, who is told."""
