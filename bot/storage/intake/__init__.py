"""Posts on their way in: the door, and what one author wrote in a day."""
