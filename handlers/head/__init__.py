"""Handlers of «head»: the head of the district."""
