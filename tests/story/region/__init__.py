"""Stories of «region»: the region's system."""
