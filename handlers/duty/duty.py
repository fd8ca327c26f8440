"""/duty: the week by taps, swaps, typed lines and numbers."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.duty.buttons import DayDo, DutyButton, DutyDay, DutyDo, SwapAnswer, SwapAsk, SwapDo
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.desk.duty import roster, swaps
from incidents.desk.duty import shifts as desk
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

router = Router(name="duty")


@router.message(command("duty"))
async def on_duty(_message: Message, ctx: Context) -> None:
    """Who is on duty now and next."""
    await _show(ctx, None, Roster(official=ctx.who.id))


@router.callback_query(DutyButton.filter(F.do == DutyDo.SHOW))
async def on_page(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """Another page of the roster."""
    await _show(ctx, query, Roster(official=ctx.who.id, page=callback_data.page))


@router.callback_query(DutyDay.filter())
async def on_day(query: CallbackQuery, callback_data: DutyDay, ctx: Context) -> None:
    """A day, a person, a part of the day; or a shift of the day taken away."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    day = date.fromordinal(callback_data.day)
    match callback_data.do:
        case DayDo.PERSON:
            await _show(ctx, query, DayPartMenu(day=callback_data.day, person=OfficialId(callback_data.official)))
            return
        case DayDo.PUT:
            if callback_data.part not in set(DayPart):
                raise WrongStep
            part, id = DayPart(callback_data.part), OfficialId(callback_data.official)
            person = await roster.put_shift(ctx.tx, ctx.policy, day, id, part, by=ctx.who, now=ctx.now)
            ctx.toast = f"Записали: {day.day}.{day.month:02}, {PART_WORDS[part]}, {person.name or person.title}"[:200]
            await _show(ctx, query, Roster(official=ctx.who.id, page=_weeks(ctx, day)))
            return
        case DayDo.REMOVE:
            await desk.remove_shift(ctx.tx, ShiftId(callback_data.official), by=ctx.who, now=ctx.now)
            ctx.toast = "Смену убрали"
    await _show(ctx, query, RosterDay(official=ctx.who.id, day=callback_data.day, page=callback_data.page))


@router.callback_query(DutyButton.filter(F.do == DutyDo.COPY))
async def on_copy(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """«Как на прошлой»: the week before once more."""
    week = roster.week_of(ctx.now, ctx.policy, min(callback_data.page, 52))
    count, left = await roster.copy_week(ctx.tx, ctx.policy, week, by=ctx.who, now=ctx.now)
    ctx.toast = f"Скопировали смен: {count}" + (f". Не вошло {left}: дни заняты, прошли или человек в отпуске" if left else "")
    await _show(ctx, query, Roster(official=ctx.who.id, page=callback_data.page))


@router.callback_query(DutyButton.filter(F.do == DutyDo.EXPORT))
async def on_export(_query: CallbackQuery, ctx: Context) -> None:
    """«График XLSX»."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    await log_export(ctx.tx, "duty", by=ctx.who, now=ctx.now)
    await ctx.say(RosterExport())


@router.callback_query(DutyButton.filter(F.do == DutyDo.SWAP))
async def on_swap(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """«Поменяться»: which of one's own shifts, then with whom; a single one is not asked about."""
    mine = await own_shifts(ctx.tx.shifts, ctx.who, now=ctx.now)
    chosen = [each for each in mine if each.id == callback_data.shift] if callback_data.shift else mine
    if callback_data.shift and not chosen:
        raise WrongStep(swaps.BEGUN)
    if len(chosen) == 1:
        await _show(ctx, query, SwapPeopleMenu(official=ctx.who.id, shift=chosen[0].id))
    else:
        await _show(ctx, query, SwapShiftMenu(official=ctx.who.id))


@router.callback_query(SwapAsk.filter())
async def on_ask(query: CallbackQuery, callback_data: SwapAsk, ctx: Context) -> None:
    """The colleague is asked."""
    instead = ShiftId(callback_data.instead) if callback_data.instead else None
    await swaps.ask(ctx.tx, ShiftId(callback_data.shift), OfficialId(callback_data.official), instead, by=ctx.who, now=ctx.now)
    ctx.toast = "Спросили. Скажет «беру», и смена перейдёт, мы напишем"
    await _show(ctx, query, Roster(official=ctx.who.id))


@router.callback_query(SwapAnswer.filter())
async def on_answer(query: CallbackQuery, callback_data: SwapAnswer, ctx: Context) -> None:
    """«Беру», «Не могу»."""
    if callback_data.do is SwapDo.TAKE:
        await swaps.take(ctx.tx, callback_data.swap, by=ctx.who, now=ctx.now)
        ctx.toast = "Смена ваша. Тому, кто просил, сказали"
    else:
        await swaps.refuse(ctx.tx, callback_data.swap, by=ctx.who, now=ctx.now)
        ctx.toast = "Передали, что не можете. График прежний"
    await _show(ctx, query, Roster(official=ctx.who.id))


@router.callback_query(DutyButton.filter(F.do == DutyDo.ADD))
async def on_add(_query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """«Добавить смены»: ask for lines."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    await ask(ctx, state, AskShifts())


@router.callback_query(DutyButton.filter(F.do == DutyDo.REMOVE))
async def on_remove(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """«Убрать смену»: the list by numbers, then the one."""
    check_right(ctx.who, Right.KEEP_ROSTER)
    if callback_data.shift:
        await desk.remove_shift(ctx.tx, ShiftId(callback_data.shift), by=ctx.who, now=ctx.now)
        ctx.toast = "Смену убрали"
    await _show(ctx, query, RemoveShiftMenu(page=callback_data.page))


async def _answered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    await desk.add_shifts(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, Roster(official=ctx.who.id))


def _weeks(ctx: Context, day: date) -> int:
    """How many weeks ahead of this one."""
    return max(0, (day - roster.week_of(ctx.now, ctx.policy, 0)).days // 7)


async def _show(ctx: Context, query: CallbackQuery | None, what: OutboxMessage) -> None:
    await ctx.say(what, edit=query.message.message_id if query is not None and query.message is not None else None)


QUESTIONS = {asked(AskShifts): Question(answered=_answered)}
