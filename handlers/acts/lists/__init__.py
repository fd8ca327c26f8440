"""Lists of incidents and what waits for the coordinator."""
