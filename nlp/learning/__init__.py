"""Training of the weights, lessons of a district, and suggestions of executors."""
