"""Handlers of «sources»: what is read."""
