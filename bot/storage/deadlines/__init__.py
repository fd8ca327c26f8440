"""Storage of «deadlines»: norms, clocks and reminders."""
