"""`otklik setup`: questions, checks at once, `.env`, the first invitation."""
