"""Tests of the edges of «answers»: what residents are told."""
