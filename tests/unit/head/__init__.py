"""Unit tests of «head»: the head of the district."""
