"""Stories of «intake»: what residents write becomes incidents."""
