"""Restore the database from a copy, and repeat nothing."""
