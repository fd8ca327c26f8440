"""Unit tests: house."""
