"""Templates of answers, as the coordinator keeps them."""
