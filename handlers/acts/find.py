"""/find: by number, address or words, in one message or in two."""

from handlers.kit.buttons import Listed
from handlers.kit.context import Context
from handlers.kit.input import Incoming
from handlers.kit.menus import show_list
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, question
from incidents.acts.messages import AskFind
from incidents.desk.acts.find import look_for


@command("find")
async def on_find(incoming: Incoming, ctx: Context) -> None:
    """«/find строителей 14», or «/find» and a question."""
    if incoming.args:
        await _find(ctx, incoming.args)
    else:
        await ask(ctx, AskFind())


async def _find(ctx: Context, words: str) -> None:
    await look_for(ctx.tx, words, by=ctx.who, now=ctx.now)
    await show_list(ctx, Listed.FOUND)


@question(AskFind)
async def _answered(incoming: Incoming, ctx: Context) -> None:
    await _find(ctx, incoming.text)
