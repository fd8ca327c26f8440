"""Tests of the edges of «duty»: the duty roster."""
