"""Messages about erasing: confirmation, the act."""
