"""A question of ours and one private message of theirs.

A note, a date, a name. Modules bring their own `QUESTIONS`.
A DomainError from `answered` rolls everything back and is read by the person; the question stays open and may be answered again.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Message

from handlers.kit.context import Context
from incidents.ids import IncidentId
from incidents.messages import AskedEnough, NotUnderstood, TextWanted
from incidents.outbox_message import AboutIncident, OutboxMessage, params_of

CANCEL_WORD = "отмена"
"""What an official writes instead of an answer to stop a dialogue."""

Data = Mapping[str, Any]  # Any: JSON of the dialogue
Answered = Callable[[Message, Context, FSMContext, Data], Awaitable[None]]


class Asking(StatesGroup):
    """One question is open; data: what, incident, and whatever the asker kept for the answer."""

    words = State()


def _has_text(message: Message) -> bool:
    return bool(message.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is done with the answer, and what may be an answer (words, if nothing else is said)."""

    answered: Answered
    takes: Callable[[Message], bool] = _has_text
    wanted: OutboxMessage = field(default_factory=TextWanted)  # said to everything else


def private(state: FSMContext, ctx: Context) -> FSMContext:
    """The dialogue's own key: the private chat, wherever the button was pressed."""
    user_id = ctx.who.user_id
    return FSMContext(storage=state.storage, key=StorageKey(bot_id=state.key.bot_id, chat_id=user_id, user_id=user_id))


def asked(question: type[OutboxMessage]) -> str:
    """The name by which a dialogue, kept for days, knows its question: `ask_promise_date` is «promise_date»."""
    return question.codes[0].removeprefix("ask_")


async def ask(
    ctx: Context, state: FSMContext, what: OutboxMessage, *, incident: IncidentId | None = None, **data: Any
) -> None:  # Any: JSON
    """Ask in private and wait for the answer. The question's fields and `data` come back with it."""
    about = what.incident if isinstance(what, AboutIncident) else incident
    fields = {name: value for name, value in params_of(what).items() if name != "incident"}
    await keep_asking(ctx, state, type(what), incident=about, **fields, **data)
    await ctx.say(what, under=about)


async def keep_asking(
    ctx: Context, state: FSMContext, what: type[OutboxMessage], *, incident: IncidentId | None = None, **data: Any
) -> None:  # Any: JSON
    """Wait for (another) answer without a word."""
    dialogue = private(state, ctx)
    await dialogue.set_state(Asking.words)
    await dialogue.set_data({"what": asked(what), "incident": incident, **data})


async def stop_asking(ctx: Context, state: FSMContext, what: type[OutboxMessage], incident: IncidentId) -> None:
    """What was asked in words was answered by a button; another question, begun meanwhile, goes on."""
    dialogue = private(state, ctx)
    data = await dialogue.get_data()
    if (data.get("what"), data.get("incident")) == (asked(what), incident):
        await dialogue.clear()


def asking(questions: Mapping[str, Question]) -> Router:
    """The router that hears the answers."""
    router = Router(name="asking")

    @router.message(Asking.words, F.chat.type == "private", F.text.lower().strip() == CANCEL_WORD)
    async def on_cancel(_message: Message, ctx: Context, state: FSMContext) -> None:
        """«отмена» instead of an answer."""
        await state.clear()
        await ctx.say(AskedEnough())

    @router.message(Asking.words, F.chat.type == "private", ~F.text.startswith("/"))
    async def on_answer(message: Message, ctx: Context, state: FSMContext) -> None:
        """Words, a photo, a point on the map: whatever the question takes."""
        data = await state.get_data()
        question = questions.get(str(data.get("what")))
        if question is None:  # a question of another version of the program
            await state.clear()
            await ctx.say(NotUnderstood())
        elif not question.takes(message):
            await ctx.say(question.wanted)
        else:
            await state.clear()
            await question.answered(message, ctx, state, data)

    return router
