"""VKontakte: walls with their comments are read by a service token, answers go out by a community's token."""
