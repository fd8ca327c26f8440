"""What is kept of dangers."""
