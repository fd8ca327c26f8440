"""Use cases of «danger»: what is dangerous now."""
