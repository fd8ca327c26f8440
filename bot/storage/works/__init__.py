"""Storage of «works»: planned works."""
