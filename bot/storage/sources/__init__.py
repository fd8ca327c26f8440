"""Storage of «sources»: what is read."""
