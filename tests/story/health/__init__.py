"""Stories: health."""
