"""The day that a demo plays: scenes, what was before it, its end."""
