"""Tests of the edges of «region»: the region's system."""
