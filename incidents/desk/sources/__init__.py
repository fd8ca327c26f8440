"""Use cases of «sources»: what is read."""
