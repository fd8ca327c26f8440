"""Storage of «promises»: days that answers name."""
