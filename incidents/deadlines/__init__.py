"""Values and rules of «deadlines»: norms, clocks and reminders."""
