"""What networks push: its rows, drained as posts."""
