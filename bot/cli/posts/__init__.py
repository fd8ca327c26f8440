"""`otklik import posts`."""
