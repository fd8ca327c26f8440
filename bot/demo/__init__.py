"""`otklik demo`: the town as a subprocess and the bot beside it; no token, no network, nothing of `.env`."""

from bot.demo.run import run_demo

__all__ = ["run_demo"]
