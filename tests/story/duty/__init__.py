"""Stories of «duty»: the duty roster."""
