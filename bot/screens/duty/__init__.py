"""Screens of «duty»: the duty roster."""
