"""Unit tests: incident."""
