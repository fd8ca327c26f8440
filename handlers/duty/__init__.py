"""Handlers of «duty»: the duty roster."""
