"""Unit tests: reading."""
