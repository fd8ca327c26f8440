"""Tests of the edges: health."""
