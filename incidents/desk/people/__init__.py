"""Use cases about people: links for newcomers, joining, moving to another role."""
