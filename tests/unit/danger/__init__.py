"""Unit tests of «danger»: what is dangerous now."""
