"""Tests of the edges of «works»: planned works."""
