"""Values and rules of «promises»: days that answers name."""
