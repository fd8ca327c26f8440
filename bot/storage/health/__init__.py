"""Storage of «health»: what waits, and what nobody is sure of."""
