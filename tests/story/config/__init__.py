"""Stories of the process: its log."""
