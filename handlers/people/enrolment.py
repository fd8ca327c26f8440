"""Enrolment by a one-time link, and answers to strangers.

One sentence a day in private, silence in groups.
"""

import hashlib

from handlers.intake.private_appeals import take_private
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Membership, Pressed
from handlers.kit.registry import SERVED, START, Rank, command, message, press
from incidents.desk.people.joining import mark_unreachable, open_link
from incidents.desk.people.strangers import first_today
from incidents.errors import DomainError
from incidents.messages import ToStranger


class NoMore(DomainError):
    """Who writes was an official once."""

    default = "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"


@command(START, private=True, when=lambda incoming: incoming.args, rank=Rank.ENROLMENT)
async def on_link(incoming: Incoming, ctx: Context) -> None:
    """«/start <code>»: spend the link; whoever works here already is asked first."""
    code_hash = hashlib.sha256(incoming.args.encode("utf-8", "surrogatepass")).hexdigest()
    await open_link(ctx.tx, code_hash, user_id=incoming.chat.id, now=ctx.now, name=incoming.name)


@SERVED.membership(private=True)
async def on_block(changed: Membership, ctx: Context) -> None:
    """An official blocked the bot (or came back: the worker has noticed that already)."""
    if not changed.is_inside and ctx.official is not None and ctx.who.reachable:
        await mark_unreachable(ctx.tx, ctx.who)


@message(rank=Rank.STRANGER)
async def on_stranger(incoming: Incoming, ctx: Context) -> None:
    """A resident found the bot: name the right door, once a day; be silent in groups."""
    user_id = incoming.by
    if not incoming.chat.is_private or user_id is None:
        return
    if await ctx.tx.officials.dismissed_by_user(user_id) is not None:
        raise NoMore
    if ctx.takes_private and await take_private(incoming, ctx):
        return
    if await first_today(ctx.tx, "stranger", user_id=user_id, now=ctx.now):
        await ctx.tx.outbox.say(user_id, ToStranger())


@press(object, rank=Rank.STRANGER)
async def on_strange_press(pressed: Pressed[object], ctx: Context) -> None:
    """A press by a stranger: a blank answer and a line a day in the log. Whoever was an official once is told so."""
    if await ctx.tx.officials.dismissed_by_user(pressed.by) is not None:
        ctx.toast = NoMore.default
    await first_today(ctx.tx, "stranger_press", user_id=pressed.by, now=ctx.now)
