"""What the process is started with: rights of its files."""
