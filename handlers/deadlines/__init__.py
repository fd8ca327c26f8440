"""Handlers of «deadlines»: norms, clocks and reminders."""
