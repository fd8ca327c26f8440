"""Values and rules of «people»: officials, departments, leaves."""
