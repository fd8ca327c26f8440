"""/duty: the week by taps, swaps, typed lines and numbers."""

from datetime import date

from handlers.duty.buttons import DayDo, DutyButton, DutyDay, DutyDo, SwapAnswer, SwapAsk, SwapDo
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from incidents.desk.duty import roster, shifts, swaps
from incidents.desk.tables.exported import log_export
from incidents.duty.lookups import own_shifts
from incidents.duty.messages import (
    AskShifts,
    DayPartMenu,
    RemoveShiftMenu,
    Roster,
    RosterDay,
    RosterExport,
    SwapPeopleMenu,
    SwapShiftMenu,
)
from incidents.duty.roster import DayPart
from incidents.duty.table import PART_WORDS
from incidents.errors import WrongStep
from incidents.ids import OfficialId, ShiftId
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right


@command("duty")
async def on_duty(_incoming: Incoming, ctx: Context) -> None:
    """Who is on duty now and next."""
    await _show(ctx, None, Roster(official=ctx.who.id))


@press(DutyButton, DutyDo.SHOW)
async def on_page(pressed: Pressed[DutyButton], ctx: Context) -> None:
    """Another page of the roster."""
    await _show(ctx, pressed, Roster(official=ctx.who.id, page=pressed.button.page))


@press(DutyDay)
async def on_day(pressed: Pressed[DutyDay], ctx: Context) -> None:
    """A day, a person, a part of the day; or a shift of the day taken away."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    day = date.fromordinal(pressed.button.day)
    match pressed.button.do:
        case DayDo.PERSON:
            await _show(ctx, pressed, DayPartMenu(day=pressed.button.day, person=OfficialId(pressed.button.official)))
            return
        case DayDo.PUT:
            if pressed.button.part not in set(DayPart):
                raise WrongStep
            part, id = DayPart(pressed.button.part), OfficialId(pressed.button.official)
            person = await roster.put_shift(ctx.tx, ctx.policy, day, id, part, by=ctx.who, now=ctx.now)
            ctx.toast = f"Записали: {day.day}.{day.month:02}, {PART_WORDS[part]}, {person.name or person.title}"[:200]
            await _show(ctx, pressed, Roster(official=ctx.who.id, page=_weeks(ctx, day)))
            return
        case DayDo.REMOVE:
            await shifts.remove_shift(ctx.tx, ShiftId(pressed.button.official), by=ctx.who, now=ctx.now)
            ctx.toast = "Смену убрали"
    await _show(ctx, pressed, RosterDay(official=ctx.who.id, day=pressed.button.day, page=pressed.button.page))


@press(DutyButton, DutyDo.COPY)
async def on_copy(pressed: Pressed[DutyButton], ctx: Context) -> None:
    """«Как на прошлой»: the week before once more."""
    week = roster.week_of(ctx.now, ctx.policy, min(pressed.button.page, 52))
    count, left = await roster.copy_week(ctx.tx, ctx.policy, week, by=ctx.who, now=ctx.now)
    ctx.toast = f"Скопировали смен: {count}" + (f". Не вошло {left}: дни заняты, прошли или человек в отпуске" if left else "")
    await _show(ctx, pressed, Roster(official=ctx.who.id, page=pressed.button.page))


@press(DutyButton, DutyDo.EXPORT)
async def on_export(_pressed: Pressed[DutyButton], ctx: Context) -> None:
    """«График XLSX»."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    await log_export(ctx.tx, "duty", by=ctx.who, now=ctx.now)
    await ctx.say(RosterExport())


@press(DutyButton, DutyDo.SWAP)
async def on_swap(pressed: Pressed[DutyButton], ctx: Context) -> None:
    """«Поменяться»: which of one's own shifts, then with whom; a single one is not asked about."""
    mine = await own_shifts(ctx.tx.shifts, ctx.who, now=ctx.now)
    chosen = [each for each in mine if each.id == pressed.button.shift] if pressed.button.shift else mine
    if pressed.button.shift and not chosen:
        raise WrongStep(swaps.BEGUN)
    if len(chosen) == 1:
        await _show(ctx, pressed, SwapPeopleMenu(official=ctx.who.id, shift=chosen[0].id))
    else:
        await _show(ctx, pressed, SwapShiftMenu(official=ctx.who.id))


@press(SwapAsk)
async def on_ask(pressed: Pressed[SwapAsk], ctx: Context) -> None:
    """The colleague is asked."""
    instead = ShiftId(pressed.button.instead) if pressed.button.instead else None
    await swaps.ask(ctx.tx, ShiftId(pressed.button.shift), OfficialId(pressed.button.official), instead, by=ctx.who, now=ctx.now)
    ctx.toast = "Спросили. Скажет «беру», и смена перейдёт, мы напишем"
    await _show(ctx, pressed, Roster(official=ctx.who.id))


@press(SwapAnswer)
async def on_answer(pressed: Pressed[SwapAnswer], ctx: Context) -> None:
    """«Беру», «Не могу»."""
    if pressed.button.do is SwapDo.TAKE:
        await swaps.take(ctx.tx, pressed.button.swap, by=ctx.who, now=ctx.now)
        ctx.toast = "Смена ваша. Тому, кто просил, сказали"
    else:
        await swaps.refuse(ctx.tx, pressed.button.swap, by=ctx.who, now=ctx.now)
        ctx.toast = "Передали, что не можете. График прежний"
    await _show(ctx, pressed, Roster(official=ctx.who.id))


@press(DutyButton, DutyDo.ADD)
async def on_add(_pressed: Pressed[DutyButton], ctx: Context) -> None:
    """«Добавить смены»: ask for lines."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    await ask(ctx, AskShifts())


@press(DutyButton, DutyDo.REMOVE)
async def on_remove(pressed: Pressed[DutyButton], ctx: Context) -> None:
    """«Убрать смену»: the list by numbers, then the one."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    if pressed.button.shift:
        await shifts.remove_shift(ctx.tx, ShiftId(pressed.button.shift), by=ctx.who, now=ctx.now)
        ctx.toast = "Смену убрали"
    await _show(ctx, pressed, RemoveShiftMenu(page=pressed.button.page))


@question(AskShifts)
async def _answered(incoming: Incoming, ctx: Context) -> None:
    await shifts.add_shifts(ctx.tx, ctx.policy, incoming.text, by=ctx.who, now=ctx.now)
    await _show(ctx, None, Roster(official=ctx.who.id))


def _weeks(ctx: Context, day: date) -> int:
    """How many weeks ahead of this one."""
    return max(0, (day - roster.week_of(ctx.now, ctx.policy, 0)).days // 7)


async def _show(ctx: Context, pressed: Pressed[object] | None, what: OutboxMessage) -> None:
    await ctx.say(what, edit=pressed.message_id if pressed is not None else None)
