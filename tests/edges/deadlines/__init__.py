"""Tests of the edges of «deadlines»: norms, clocks and reminders."""
