"""Screens of «deadlines»: norms, clocks and reminders."""
