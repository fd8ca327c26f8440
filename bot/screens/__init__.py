"""What people see: pure words and buttons, and their data readers."""
