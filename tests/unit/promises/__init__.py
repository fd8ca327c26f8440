"""Unit tests of «promises»: days that answers name."""
