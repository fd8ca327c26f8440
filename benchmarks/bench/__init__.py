"""`make bench`: every measure of speed in one table and one file."""
