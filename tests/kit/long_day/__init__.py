"""A whole day of all networks: what is written, who plays it, what is counted."""
