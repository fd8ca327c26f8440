"""One text for several cards: typed, shown, sent, taken back."""
