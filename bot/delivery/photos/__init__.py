"""Photos on their way: fetched once, cleaned, sent."""
