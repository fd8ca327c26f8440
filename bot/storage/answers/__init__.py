"""Storage of «answers»: what residents are told."""
