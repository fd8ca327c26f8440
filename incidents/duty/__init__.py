"""Values and rules of «duty»: the duty roster."""
