"""Use cases of «duty»: the duty roster."""
