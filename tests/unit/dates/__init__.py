"""Unit tests of «dates»: dates and hours in people's words."""
