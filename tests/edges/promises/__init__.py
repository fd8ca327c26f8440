"""Tests of the edges of «promises»: days that answers name."""
