"""A question of ours and one private message of theirs.

A note, a date, a name. Rooms declare who hears which.
A DomainError from `answered` rolls everything back and is read by the person; the question stays open and may be answered again.
"""

from dataclasses import replace
from typing import Any

from handlers.kit.context import Context
from handlers.kit.input import WORDLESS, DialogueState, Incoming, MessageKind
from handlers.kit.registry import SERVED, asked, message
from incidents.ids import IncidentId
from incidents.messages import AskedEnough, NotUnderstood
from incidents.outbox_message import AboutIncident, OutboxMessage, params_of


async def ask(ctx: Context, what: OutboxMessage, *, incident: IncidentId | None = None, **data: Any) -> None:  # Any: JSON
    """Ask in private and wait for the answer. The question's fields and `data` come back with it."""
    about = what.incident if isinstance(what, AboutIncident) else incident
    fields = {name: value for name, value in params_of(what).items() if name != "incident"}
    await keep_asking(ctx, type(what), incident=about, **fields, **data)
    await ctx.say(what, under=about)


async def keep_asking(ctx: Context, what: type[OutboxMessage], *, incident: IncidentId | None = None, **data: Any) -> None:  # Any: JSON
    """Wait for (another) answer without a word."""
    await ctx.dialogue.set_state(DialogueState.WORDS)
    await ctx.dialogue.set_data({"what": asked(what), "incident": incident, **data})


async def stop_asking(ctx: Context, what: type[OutboxMessage], incident: IncidentId) -> None:
    """What was asked in words was answered by a button; another question, begun meanwhile, goes on."""
    data = await ctx.dialogue.get_data()
    if (data.get("what"), data.get("incident")) == (asked(what), incident):
        await ctx.dialogue.clear()


@message(MessageKind.CANCEL, private=True, state=DialogueState.WORDS)
async def on_cancel(_incoming: Incoming, ctx: Context) -> None:
    """«отмена» instead of an answer."""
    await ctx.dialogue.clear()
    await ctx.say(AskedEnough())


@message(MessageKind.WORDS, *WORDLESS, private=True, state=DialogueState.WORDS)
async def on_answer(incoming: Incoming, ctx: Context) -> None:
    """Words, a photo, a point on the map: whatever the question takes."""
    data = await ctx.dialogue.get_data()
    question = SERVED.questions.get(str(data.get("what")))
    if question is not None and incoming.kind not in question.takes:
        await ctx.say(question.wanted)
        return
    await ctx.dialogue.clear()
    if question is None:  # a question of another version of the program
        await ctx.say(NotUnderstood())
    else:
        await question.answered(replace(incoming, kept=data), ctx)
