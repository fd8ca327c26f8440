"""Use cases of «answers»: what residents are told."""
