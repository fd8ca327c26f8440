"""Newspapers of the town: feeds of news and of the comments under them."""
