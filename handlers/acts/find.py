"""/find: by number, address or words, in one message or in two."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.buttons import Listed
from handlers.commands import command
from handlers.context import Context
from handlers.menus import listed
from handlers.question_dialogue import Data, Question, ask
from incidents.errors import DomainError
from incidents.places.find_text import sought

router = Router(name="find")

LONGEST = 200


@router.message(command("find"))
async def on_find(_message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """«/find строителей 14», or «/find» and a question."""
    if command.args:
        await _find(ctx, command.args)
    else:
        await ask(ctx, state, "find")


async def _find(ctx: Context, words: str) -> None:
    request = sought(words[:LONGEST])
    if request.number is None and not request.stems:
        raise DomainError("Здесь нет ни слов, ни номера. Напишите, например: Строителей 14")
    await ctx.tx.keep_sought(ctx.who.id, words[:LONGEST])
    await listed(ctx, Listed.FOUND)


async def _answered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    await _find(ctx, message.text or "")


QUESTIONS = {"find": Question(answered=_answered)}
