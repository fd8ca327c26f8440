"""Tests of the edges of «acts»: what officials do with a card."""
