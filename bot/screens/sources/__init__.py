"""Screens of «sources»: what is read."""
