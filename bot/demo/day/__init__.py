"""The day that a demo plays, and the days before it."""
