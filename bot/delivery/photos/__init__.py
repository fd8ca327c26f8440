"""Photos on their way: fetched once, cleaned, sent after a card or under a post."""
