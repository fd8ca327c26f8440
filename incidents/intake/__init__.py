"""Values and rules of «intake»: what residents write becomes incidents."""
