"""Edges of the process: its log, rights of its files."""
