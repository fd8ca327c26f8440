"""Values and rules of «danger»: what is dangerous now."""
