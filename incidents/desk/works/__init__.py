"""Use cases of «works»: planned works."""
