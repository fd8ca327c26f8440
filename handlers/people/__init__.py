"""Handlers of «people»: officials, departments, leaves."""
