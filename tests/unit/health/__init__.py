"""Unit tests: health."""
