"""/leave: first day, return, deputy, by presses or typed dates."""

from datetime import date

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.commands import command
from handlers.context import Context
from handlers.people.buttons import LeaveButton
from handlers.question_dialogue import Data, Question, ask, asked
from incidents.dates.find import date_in
from incidents.desk.people import leave as desk
from incidents.errors import WrongStep
from incidents.ids import OfficialId
from incidents.outbox_message import OutboxMessage
from incidents.people.messages import AskLeaveDate, Leave, LeaveDeputy, LeaveSince, LeaveUntil

router = Router(name="leave")

OLD_CHOICE = "Такого выбора больше нет. Начните снова: /leave"
END, NEW, TYPED = "end", "new", "?"


@router.message(command("leave"))
async def on_leave(_message: Message, ctx: Context) -> None:
    """One's own leave: as it stands, or the first step."""
    await ctx.say(Leave(official=ctx.who.id))


@router.callback_query(LeaveButton.filter())
async def on_step(query: CallbackQuery, callback_data: LeaveButton, ctx: Context, state: FSMContext) -> None:
    """A step by a button."""
    id, words = OfficialId(callback_data.official), [word for word in callback_data.choice.split("/") if word]
    desk.check_leave(await ctx.tx.officials.get(id), by=ctx.who)
    if not words:
        await _show(ctx, query, Leave(official=id))
    elif words == [END]:
        await desk.end(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Отпуска больше нет"
        await _show(ctx, query, Leave(official=id))
    elif words == [NEW]:
        await _show(ctx, query, LeaveSince(official=id))
    elif words[-1] == TYPED:
        since = _date(words[0]).isoformat() if len(words) > 1 else ""
        await ask(ctx, state, AskLeaveDate(official=id, since=since))
    else:
        await _go_on(ctx, query, id, *words)


async def _go_on(ctx: Context, query: CallbackQuery | None, id: OfficialId, since: str, until: str = "", deputy: str = "", *_: str) -> None:
    """Ask for what is not known yet, or arrange it."""
    if not until:
        await _show(ctx, query, LeaveUntil(official=id, since=_date(since)))
        return
    first, back = _date(since), _date(until)
    desk.check_dates(first, back, today=_today(ctx))
    if not deputy:
        await _show(ctx, query, LeaveDeputy(official=id, since=first, until=back))
        return
    if not (deputy.isascii() and deputy.isdecimal() and len(deputy) <= 18):  # noqa: PLR2004 - digits of a database key
        raise WrongStep(OLD_CHOICE)
    stand_in = OfficialId(int(deputy))
    await desk.arrange(ctx.tx, id, since=first, until=back, deputy=stand_in, by=ctx.who, today=_today(ctx), now=ctx.now)
    ctx.toast = "Записали"
    await _show(ctx, query, Leave(official=id))


async def _answered(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """A typed date: the first day, or the day of return."""
    found = date_in(message.text or "", today=_today(ctx))
    if found is None:
        raise WrongStep("Дату не разобрали. Напишите, например: 7 декабря")
    id = OfficialId(int(data["official"]))
    desk.check_leave(await ctx.tx.officials.get(id), by=ctx.who)
    known = [data["since"]] if data["since"] else []
    await _go_on(ctx, None, id, *known, found.isoformat())


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise WrongStep(OLD_CHOICE) from None


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.policy.calendar.timezone).date()


async def _show(ctx: Context, query: CallbackQuery | None, what: OutboxMessage) -> None:
    """In place of the step that was pressed."""
    await ctx.say(what, edit=query.message.message_id if query is not None and query.message is not None else None)


QUESTIONS = {asked(AskLeaveDate): Question(answered=_answered)}
