"""Use cases of «deadlines»: norms, clocks and reminders."""
