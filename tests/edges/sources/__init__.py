"""Tests of the edges of «sources»: what is read."""
