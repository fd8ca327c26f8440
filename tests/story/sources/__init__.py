"""Stories of «sources»: what is read."""
