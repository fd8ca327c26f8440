"""What officials read: cards and messages as pure functions of values (VOICE.md). Foreign text is cut and escaped here only."""
