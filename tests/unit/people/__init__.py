"""Unit tests of «people»: officials, departments, leaves."""
