"""`otklik demo`: the town as a subprocess and the bot beside it.

No token, no network, nothing of `.env`.
"""
