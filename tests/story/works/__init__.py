"""Stories of «works»: planned works."""
