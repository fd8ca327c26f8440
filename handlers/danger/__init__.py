"""Handlers of «danger»: what is dangerous now."""
