"""What takes minutes: `make long` alone runs it."""
