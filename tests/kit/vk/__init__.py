"""Kit: vk."""
