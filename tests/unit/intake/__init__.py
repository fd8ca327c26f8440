"""Unit tests of «intake»: what residents write becomes incidents."""
