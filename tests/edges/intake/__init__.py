"""Tests of the edges of «intake»: what residents write becomes incidents."""
