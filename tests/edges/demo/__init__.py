"""Tests of the edges: demo."""
