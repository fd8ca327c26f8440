"""Posts on their way in: the door, and one author's day."""
