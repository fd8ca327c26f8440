"""Reading: posts are collected, read by the child process, and learned from."""
