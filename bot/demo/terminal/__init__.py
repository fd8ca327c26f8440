"""What a demo says in the terminal."""
