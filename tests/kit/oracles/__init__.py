"""Tables of the domain said a second time: each finds what a table that was changed alone says differently."""
