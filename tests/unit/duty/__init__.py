"""Unit tests of «duty»: the duty roster."""
