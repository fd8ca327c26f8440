"""News and comment feeds (RSS, Atom) as a network to read."""
