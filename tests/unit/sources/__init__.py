"""Unit tests of «sources»: what is read."""
