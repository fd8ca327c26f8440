"""Screens of «danger»: what is dangerous now."""
