"""Storage of «people»: officials, departments, leaves."""
