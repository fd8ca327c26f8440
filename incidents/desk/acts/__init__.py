"""Use cases of «acts»: what officials do with a card."""
