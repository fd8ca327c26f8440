"""/find: by number, address or words, in one message or in two."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.kit.buttons import Listed
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.menus import listed
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.acts.messages import AskFind
from incidents.desk.acts.find import look_for

router = Router(name="find")


@router.message(command("find"))
async def on_find(_message: Message, command: CommandObject, ctx: Context, state: FSMContext) -> None:
    """«/find строителей 14», or «/find» and a question."""
    if command.args:
        await _find(ctx, command.args)
    else:
        await ask(ctx, state, AskFind())


async def _find(ctx: Context, words: str) -> None:
    await look_for(ctx.tx, words, by=ctx.who, now=ctx.now)
    await listed(ctx, Listed.FOUND)


async def _answered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    await _find(ctx, message.text or "")


QUESTIONS = {asked(AskFind): Question(answered=_answered)}
