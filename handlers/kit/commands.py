"""The filter of a command, by the roles of its row."""

from typing import Any

from aiogram import Bot
from aiogram.filters import Command
from aiogram.types import Message

from handlers.kit.context import Context
from incidents.people.role_commands import BY_NAME, may_give


class command(Command):  # noqa: N801  it reads as a declaration
    """A command of the table, for its roles only. Raises KeyError at import for one that has no row."""

    def __init__(self, name: str) -> None:
        super().__init__(name, ignore_case=True, ignore_mention=True)  # whose it is would be asked over the network
        self.row = BY_NAME[name]

    async def __call__(self, message: Message, bot: Bot, ctx: Context | None = None) -> bool | dict[str, Any]:  # Any: aiogram's
        """The command's arguments for the handler, or False."""
        if ctx is None or not may_give(ctx.official, self.row):
            return False
        return await super().__call__(message, bot)
