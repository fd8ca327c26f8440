"""Storage of «region»: the region's system."""
