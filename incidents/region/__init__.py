"""Values and rules of «region»: the region's system."""
