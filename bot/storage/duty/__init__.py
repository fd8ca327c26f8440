"""Storage of «duty»: the duty roster."""
