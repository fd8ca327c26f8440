"""Values and rules of «places»: places in people's words."""
