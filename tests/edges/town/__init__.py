"""Edges of the town in a box: who may ask it."""
