"""Odnoklassniki of the town: groups with topics and discussions."""
