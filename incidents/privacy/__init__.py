"""Values and rules of «privacy»: what is erased, kept, how long."""
