"""Stories of «deadlines»: norms, clocks and reminders."""
