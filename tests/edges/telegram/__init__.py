"""Tests of the edges: telegram."""
