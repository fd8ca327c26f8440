"""Use cases of «region»: the region's system."""
