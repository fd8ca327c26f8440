"""Tests of the edges of «danger»: what is dangerous now."""
