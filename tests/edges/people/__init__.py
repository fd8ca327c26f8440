"""Edges of people: links for newcomers, the last coordinator."""
