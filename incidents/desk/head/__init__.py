"""Use cases for the head of the district."""
