"""Whether two texts, places, voices or incidents are the same."""
