"""Stories of «head»: the head of the district."""
