"""Edges of privacy: erasing, retention, what is known of one."""
