"""Use cases of «promises»: days that answers name."""
