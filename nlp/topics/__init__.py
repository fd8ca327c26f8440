"""What a text is about: the linear model, topics, danger, separate matters, and what a district learned."""
