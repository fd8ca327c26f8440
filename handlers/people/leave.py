"""/leave: first day, return, deputy, by presses or typed dates."""

from datetime import date

from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from handlers.people.buttons import LeaveAsk, LeaveButton, LeaveSteps
from incidents.dates.find import date_in
from incidents.desk.people import leave
from incidents.errors import WrongStep
from incidents.ids import OfficialId
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import AskLeaveDate, Leave, LeaveDeputy, LeaveSince, LeaveUntil


@command("leave")
async def on_leave(_incoming: Incoming, ctx: Context) -> None:
    """One's own leave: as it stands, or the first step."""
    await ctx.say(Leave(official=ctx.who.id))


@press(LeaveButton)
async def on_step(pressed: Pressed[LeaveButton], ctx: Context) -> None:
    """A step by a button."""
    id = OfficialId(pressed.button.official)
    leave.check_leave(await ctx.tx.officials.get(id), by=ctx.who)
    steps = pressed.button.steps
    if steps == LeaveSteps():
        await _show(ctx, pressed, Leave(official=id))
    elif steps.ask is LeaveAsk.END:
        await leave.end(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Отпуска больше нет"
        await _show(ctx, pressed, Leave(official=id))
    elif steps.ask is LeaveAsk.STOP:
        ctx.toast = "Ничего не изменили"
        await _show(ctx, pressed, Delete())
    elif steps.ask is LeaveAsk.NEW:
        await _show(ctx, pressed, LeaveSince(official=id))
    elif steps.ask is LeaveAsk.TYPED:
        since = steps.since.isoformat() if steps.since is not None else ""
        await ask(ctx, AskLeaveDate(official=id, since=since))
    elif steps.since is not None:
        await _go_on(ctx, pressed, id, steps.since, steps.until, steps.deputy)


async def _go_on(
    ctx: Context, pressed: Pressed[object] | None, id: OfficialId, since: date, until: date | None = None, deputy: OfficialId | None = None
) -> None:
    """Ask for what is not known yet, or arrange it."""
    if until is None:
        await _show(ctx, pressed, LeaveUntil(official=id, since=since))
        return
    leave.check_dates(since, until, today=_today(ctx))
    if deputy is None:
        await _show(ctx, pressed, LeaveDeputy(official=id, since=since, until=until))
        return
    await leave.arrange(ctx.tx, id, since=since, until=until, deputy=deputy, by=ctx.who, today=_today(ctx), now=ctx.now)
    ctx.toast = "Записали"
    await _show(ctx, pressed, Leave(official=id))


@question(AskLeaveDate)
async def _answered(incoming: Incoming, ctx: Context) -> None:
    """A typed date: the first day, or the day of return."""
    found = date_in(incoming.text, today=_today(ctx))
    if found is None:
        raise WrongStep("Дату не разобрали. Напишите, например: 7 декабря")
    id = OfficialId(int(incoming.kept["official"]))
    leave.check_leave(await ctx.tx.officials.get(id), by=ctx.who)
    since, until = (date.fromisoformat(incoming.kept["since"]), found) if incoming.kept["since"] else (found, None)
    await _go_on(ctx, None, id, since, until)


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.policy.calendar.timezone).date()


async def _show(ctx: Context, pressed: Pressed[object] | None, what: OutboxMessage) -> None:
    """In place of the step that was pressed."""
    await ctx.say(what, edit=pressed.message_id if pressed is not None else None)
