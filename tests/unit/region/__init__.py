"""Unit tests of «region»: the region's system."""
