"""The head's day: lists under the summary, periods, «Что сказать».

Nothing here publishes or changes anything.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from handlers.head.buttons import HeadButton, HeadDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
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
    HeadDisputes,
    HeadExcel,
    HeadLate,
    HeadList,
    HeadPeriods,
    HeadPlaces,
    HeadPromises,
    HeadReport,
    HeadSuggestions,
    HeadTopics,
    PagedHeadList,
    SummaryOfSpan,
)
from incidents.head.summary import Period, span
from incidents.ids import IncidentId
from incidents.messages import Delete
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right

_LISTS: Mapping[HeadDo, type[HeadList]] = {
    HeadDo.DECIDE: HeadDecide,
    HeadDo.REPORT: HeadReport,
    HeadDo.TOPICS: HeadTopics,
    HeadDo.PLACES: HeadPlaces,
    HeadDo.DEPARTMENTS: HeadDepartments,
    HeadDo.PERIODS: HeadPeriods,
    HeadDo.EXCEL: HeadExcel,
}
_PAGED: Mapping[HeadDo, type[PagedHeadList]] = {
    HeadDo.LATE: HeadLate,
    HeadDo.PROMISES: HeadPromises,
    HeadDo.DISPUTES: HeadDisputes,
    HeadDo.SUGGESTIONS: HeadSuggestions,
}
_PERIODS = {HeadDo.YESTERDAY: Period.YESTERDAY, HeadDo.WEEK: Period.WEEK, HeadDo.MONTH: Period.MONTH}


@press(HeadButton, *_LISTS, *_PAGED, HeadDo.SAY)
async def on_list(pressed: Pressed[HeadButton], ctx: Context) -> None:
    """A message of its own under the summary; another page of it in place."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    turned = pressed.button.do in _PAGED and _is_list(pressed)
    await ctx.say(_list_of(pressed.button), edit=pressed.message_id if turned else None)
    if pressed.button.do is HeadDo.EXCEL:
        ctx.toast = "Готовим файл, придёт сюда"
        await log_export(ctx.tx, "summary", by=ctx.who, now=ctx.now)


@press(HeadButton, *_PERIODS)
async def on_period(pressed: Pressed[HeadButton], ctx: Context) -> None:
    """«Вчера», «Неделя», «Месяц»: the summary of it in place of the menu."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    since, until = span(_PERIODS[pressed.button.do], now=ctx.now, timezone=ctx.policy.calendar.timezone)
    await _span(ctx, since, until, edit=pressed.message_id)


@press(HeadButton, HeadDo.DATES, HeadDo.SAY_DATE)
async def on_dates(pressed: Pressed[HeadButton], ctx: Context) -> None:
    """«Свои даты…», «Другой день…»."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    await ask(ctx, AskPeriod() if pressed.button.do is HeadDo.DATES else AskBriefDay())


@press(HeadButton, HeadDo.BACK)
async def on_back(pressed: Pressed[HeadButton], ctx: Context) -> None:
    """«Назад» takes the list away: the summary stands above it."""
    await ctx.say(Delete(), edit=pressed.message_id)


@press(CardButton, Press.BRIEF)
async def on_brief(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Что сказать» about one trouble."""
    check_right(ctx.who, Right.SEE_SUMMARY)
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await ctx.say(BriefOne(incident=incident.id))


@question(AskPeriod)
async def _dated(incoming: Incoming, ctx: Context) -> None:
    zone = ctx.policy.calendar.timezone
    first, last = period_in(incoming.text, today=ctx.now.astimezone(zone).date())
    since = datetime.combine(first, time(), zone)
    await _span(ctx, since, min(datetime.combine(last + timedelta(days=1), time(), zone), ctx.now.astimezone(zone)), edit=None)


@question(AskBriefDay)
async def _day(incoming: Incoming, ctx: Context) -> None:
    zone, words = ctx.policy.calendar.timezone, incoming.text
    today = ctx.now.astimezone(zone).date()
    first, last = period_in(words, today=today)
    if first != last or (date_in(words, today=today) or first) > today:
        raise DomainError("Нужен один день, который уже наступил: «вчера», «20 ноября»")
    until = min(datetime.combine(last + timedelta(days=1), time(), zone), ctx.now.astimezone(zone))
    await ctx.say(Brief(until=int(until.timestamp())))


async def _span(ctx: Context, since: datetime, until: datetime, *, edit: int | None) -> None:
    await ctx.say(SummaryOfSpan(since=since, until=until), edit=edit)


def _list_of(button: HeadButton) -> OutboxMessage:
    if button.do is HeadDo.SAY:
        return Brief(until=button.until)
    if button.do in _PAGED:
        return _PAGED[button.do](since=button.since, until=button.until, page=button.page)
    return _LISTS[button.do](since=button.since, until=button.until)


def _is_list(pressed: Pressed[object]) -> bool:
    """Whether the pressed message is one of ours with a way back, not the summary itself."""
    return any(data.startswith(f"{HeadButton.__prefix__}:{HeadDo.BACK}:") for data in pressed.keyboard)
