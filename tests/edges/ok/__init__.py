"""Odnoklassniki: client, group, look, check."""
