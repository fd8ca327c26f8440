"""Unit tests of «sameness»: what residents write becomes incidents."""
