"""Stories of «answers»: what residents are told."""
