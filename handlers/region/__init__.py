"""Handlers of «region»: the region's system."""
