"""Unit tests: card."""
