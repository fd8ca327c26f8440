"""Values and rules of «privacy»: what is erased, kept, and for how long."""
