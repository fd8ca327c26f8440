"""Values and rules of «answers»: what residents are told."""
