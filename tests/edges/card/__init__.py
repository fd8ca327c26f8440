"""Tests of the edges: card."""
