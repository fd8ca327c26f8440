"""Tests of the edges of «head»: the head of the district."""
