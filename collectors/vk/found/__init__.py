"""What is found in VK beyond the walls: by words, by mentions."""
