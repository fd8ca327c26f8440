"""Odnoklassniki: topics of groups and the comments under them."""
