"""Edges of the database engines: how questions are answered."""
