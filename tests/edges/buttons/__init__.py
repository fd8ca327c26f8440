"""Edges of buttons: what no shown button carries."""
