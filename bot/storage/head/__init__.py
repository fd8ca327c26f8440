"""Storage of «head»: the head of the district."""
