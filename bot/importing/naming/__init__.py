"""Names of places: type words, other names, Latin ids."""
