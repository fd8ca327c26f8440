"""Random days of the head: every seed makes one, of the fates that a card or a message may have."""
