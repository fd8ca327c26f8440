"""Newspapers of the town: feeds of news and of comments."""
