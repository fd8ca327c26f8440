"""Stories of «danger»: what is dangerous now."""
