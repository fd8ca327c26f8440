"""Copies of the database: made, kept, checked."""
