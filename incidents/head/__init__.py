"""Values and rules of «head»: the head of the district."""
