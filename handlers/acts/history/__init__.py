"""What became of an incident, and with whom it lay."""
