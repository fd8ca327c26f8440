"""The head's day: lists under the summary, periods, «Что сказать».

Nothing here publishes or changes anything.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.head.buttons import HeadButton, HeadDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.dates.find import date_in
from incidents.dates.periods import period_in
from incidents.desk.tables.exported import log_export
from incidents.errors import DomainError
from incidents.head.messages import (
    AskBriefDay,
    AskPeriod,
    Brief,
    BriefOne,
    HeadDecide,
    HeadDepartments,
    HeadExcel,
    HeadLate,
    HeadList,
    HeadPeriods,
    HeadPlaces,
    HeadPromises,
    HeadTopics,
    PagedHeadList,
    SummaryOfSpan,
)
from incidents.head.summary import Period, span
from incidents.ids import IncidentId
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right

router = Router(name="head")

_LISTS: Mapping[HeadDo, type[HeadList]] = {
    HeadDo.DECIDE: HeadDecide,
    HeadDo.TOPICS: HeadTopics,
    HeadDo.PLACES: HeadPlaces,
    HeadDo.DEPARTMENTS: HeadDepartments,
    HeadDo.PERIODS: HeadPeriods,
    HeadDo.EXCEL: HeadExcel,
}
_PAGED: Mapping[HeadDo, type[PagedHeadList]] = {HeadDo.LATE: HeadLate, HeadDo.PROMISES: HeadPromises}
_PERIODS = {HeadDo.YESTERDAY: Period.YESTERDAY, HeadDo.WEEK: Period.WEEK, HeadDo.MONTH: Period.MONTH}


@router.callback_query(HeadButton.filter(F.do.in_({*_LISTS, *_PAGED, HeadDo.SAY})))
async def on_list(query: CallbackQuery, callback_data: HeadButton, ctx: Context) -> None:
    """A message of its own under the summary; another page of it in place."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    turned = callback_data.do in _PAGED and _is_list(query)
    await ctx.say(_list_of(callback_data), edit=_message_id(query) if turned else None)
    if callback_data.do is HeadDo.EXCEL:
        ctx.toast = "Готовим файл, придёт сюда"
        await log_export(ctx.tx, "summary", by=ctx.who, now=ctx.now)


@router.callback_query(HeadButton.filter(F.do.in_(set(_PERIODS))))
async def on_period(query: CallbackQuery, callback_data: HeadButton, ctx: Context) -> None:
    """«Вчера», «Неделя», «Месяц»: the summary of it in place of the menu."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    since, until = span(_PERIODS[callback_data.do], now=ctx.now, timezone=ctx.policy.calendar.timezone)
    await _span(ctx, since, until, edit=_message_id(query))


@router.callback_query(HeadButton.filter(F.do.in_({HeadDo.DATES, HeadDo.SAY_DATE})))
async def on_dates(_query: CallbackQuery, callback_data: HeadButton, ctx: Context, state: FSMContext) -> None:
    """«Свои даты…», «Другой день…»."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    await ask(ctx, state, AskPeriod() if callback_data.do is HeadDo.DATES else AskBriefDay())


@router.callback_query(HeadButton.filter(F.do == HeadDo.BACK))
async def on_back(query: CallbackQuery, ctx: Context) -> None:
    """«Назад» takes the list away: the summary stands above it."""
    await ctx.say(Delete(), edit=_message_id(query))


@router.callback_query(CardButton.filter(F.press == Press.BRIEF))
async def on_brief(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Что сказать» about one trouble."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await ctx.say(BriefOne(incident=incident.id))


async def _dated(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    zone = ctx.policy.calendar.timezone
    first, last = period_in(message.text or "", today=ctx.now.astimezone(zone).date())
    since = datetime.combine(first, time(), zone)
    await _span(ctx, since, min(datetime.combine(last + timedelta(days=1), time(), zone), ctx.now.astimezone(zone)), edit=None)


async def _day(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    zone, words = ctx.policy.calendar.timezone, message.text or ""
    today = ctx.now.astimezone(zone).date()
    first, last = period_in(words, today=today)
    if first != last or (date_in(words, today=today) or first) > today:
        raise DomainError("Нужен один день, который уже наступил: «вчера», «20 ноября»")
    until = min(datetime.combine(last + timedelta(days=1), time(), zone), ctx.now.astimezone(zone))
    await ctx.say(Brief(until=int(until.timestamp())))


async def _span(ctx: Context, since: datetime, until: datetime, *, edit: int | None) -> None:
    await ctx.say(SummaryOfSpan(since=since, until=until), edit=edit)


def _list_of(pressed: HeadButton) -> OutboxMessage:
    if pressed.do is HeadDo.SAY:
        return Brief(until=pressed.until)
    if pressed.do in _PAGED:
        return _PAGED[pressed.do](since=pressed.since, until=pressed.until, page=pressed.page)
    return _LISTS[pressed.do](since=pressed.since, until=pressed.until)


def _message_id(query: CallbackQuery) -> int | None:
    return query.message.message_id if query.message is not None else None


def _is_list(query: CallbackQuery) -> bool:
    """Whether the pressed message is one of ours with a way back, not the summary itself."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    beside = [button.callback_data or "" for row in markup.inline_keyboard for button in row] if markup is not None else []
    return any(data.startswith(f"{HeadButton.__prefix__}:{HeadDo.BACK}:") for data in beside)


QUESTIONS = {asked(AskPeriod): Question(answered=_dated), asked(AskBriefDay): Question(answered=_day)}
