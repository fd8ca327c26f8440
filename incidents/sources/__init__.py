"""Values and rules of «sources»: what is read."""
