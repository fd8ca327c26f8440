"""Unit tests of «places»: places in people's words."""
