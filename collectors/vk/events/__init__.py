"""What a community's own server or VK's Long Poll tells: events, gaps, messages."""
