"""Unit tests of «answers»: what residents are told."""
