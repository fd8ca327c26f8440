"""Stories of people: links for newcomers."""
