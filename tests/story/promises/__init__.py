"""Stories of «promises»: days that answers name."""
