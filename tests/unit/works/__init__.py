"""Unit tests of «works»: planned works."""
