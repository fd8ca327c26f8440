"""Kit: town."""
