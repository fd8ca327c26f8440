"""What is found in VK beyond the walls that are read: by words, by mentions."""
