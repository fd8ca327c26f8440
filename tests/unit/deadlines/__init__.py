"""Unit tests of «deadlines»: norms, clocks and reminders."""
