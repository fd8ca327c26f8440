"""Screens of «region»: the region's system."""
