"""Values and rules of «acts»: what officials do with a card."""
