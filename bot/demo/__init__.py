"""`otklik demo`: the town as a subprocess and the bot beside it; no token, no network, nothing of `.env`."""
