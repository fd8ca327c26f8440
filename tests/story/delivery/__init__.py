"""Stories: delivery."""
