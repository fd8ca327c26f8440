"""Tests of the edges: importing."""
