"""Use cases of «intake»: what residents write becomes incidents."""
