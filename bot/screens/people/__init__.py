"""Messages about people: links for newcomers."""
