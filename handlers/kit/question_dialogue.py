"""A question of ours and one private message of theirs.

A note, a date, a name, the text of an answer. Rooms declare who hears which.
A DomainError from `answered` rolls everything back and is read by the person; the question stays open and may be answered again.
"""

from typing import Any

from handlers.kit.context import Context
from handlers.kit.input import WORDLESS, Incoming, MessageKind
from handlers.kit.registry import SERVED, QuestionEntry, message, question_code
from incidents.ids import IncidentId
from incidents.messages import AskedEnough, NotUnderstood
from incidents.outbox_message import AboutIncident, OutboxMessage, params_of

_OPEN = "Asking:words"
"""The state of every question, as it stands in the database; which one is open says `what` of its data."""


async def ask(
    ctx: Context, what: OutboxMessage, *, incident: IncidentId | None = None, sound: bool = False, **data: Any
) -> None:  # Any: JSON
    """Ask in private and wait for the answer. The question's fields and `data` come back with it."""
    about = what.incident if isinstance(what, AboutIncident) else incident
    fields = {name: value for name, value in params_of(what).items() if name != "incident"}
    await keep_asking(ctx, type(what), incident=about, **fields, **data)
    await ctx.tx.outbox.say(ctx.who.user_id, what, under=about, sound=sound)


async def keep_asking(ctx: Context, what: type[OutboxMessage], *, incident: IncidentId | None = None, **data: Any) -> None:  # Any: JSON
    """Wait for (another) answer without a word."""
    await ctx.dialogue.set_state(_OPEN)
    await ctx.dialogue.set_data({"what": question_code(what), "incident": incident, **data})


async def kept_by(ctx: Context, what: type[OutboxMessage], incident: IncidentId) -> dict[str, Any]:  # Any: JSON
    """What the open question keeps; {} where it is another one, or about another incident."""
    data = await ctx.dialogue.get_data()
    return data if (data.get("what"), data.get("incident")) == (question_code(what), incident) else {}


async def stop_asking(ctx: Context, what: type[OutboxMessage], incident: IncidentId) -> None:
    """What was asked in words was answered by a button; another question, begun meanwhile, goes on."""
    if await kept_by(ctx, what, incident):
        await ctx.dialogue.clear()


def _question(incoming: Incoming) -> QuestionEntry | None:
    """The open question; None: one of another version of the program."""
    return SERVED.questions.get(str(incoming.kept.get("what")))


def _is_taken(incoming: Incoming) -> bool:
    """Whether it may be an answer: a command is one only where the question says so."""
    question = _question(incoming)
    return incoming.kind is not MessageKind.COMMAND or (question is not None and incoming.kind in question.takes)


@message(MessageKind.CANCEL, private=True, is_asked=True)
async def on_cancel(incoming: Incoming, ctx: Context) -> None:
    """«отмена» instead of an answer."""
    await ctx.dialogue.clear()
    question = _question(incoming)
    if question is None or question.cancelled is None:
        await ctx.say(AskedEnough())
    else:
        await question.cancelled(incoming, ctx)


@message(MessageKind.WORDS, MessageKind.COMMAND, *WORDLESS, private=True, is_asked=True, when=_is_taken)
async def on_answer(incoming: Incoming, ctx: Context) -> None:
    """Words, a photo, a point on the map: whatever the question takes."""
    question = _question(incoming)
    if question is not None and incoming.kind not in question.takes:
        await ctx.say(question.wanted)
        return
    await ctx.dialogue.clear()
    if question is None:
        await ctx.say(NotUnderstood())
    else:
        await question.answered(incoming, ctx)
