"""Unit tests of «acts»: what officials do with a card."""
