"""What a community or Long Poll tells: events, gaps, messages."""
