"""Values and rules of «works»: planned works."""
