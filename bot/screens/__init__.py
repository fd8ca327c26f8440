"""What people see: words and buttons (pure), and beside each what it is read from."""
