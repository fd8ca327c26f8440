"""Tests: unit (no loop), edges (one edge at a time), story (a whole day over HTTP)."""
