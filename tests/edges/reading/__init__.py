"""Tests of the edges: reading."""
