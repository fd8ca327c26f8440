"""Kit: values."""
