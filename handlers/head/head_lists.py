"""The head's day: what opens under the summary, other periods, «Что сказать». Nothing here publishes or changes anything."""

from datetime import datetime, time, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.buttons import CardButton, Press
from handlers.context import Context
from handlers.head.buttons import HeadButton, HeadDo
from handlers.question_dialogue import Data, Question, ask
from incidents.dates.find import date_in
from incidents.dates.periods import period_in
from incidents.delivery import Say
from incidents.errors import DomainError, Forbidden
from incidents.head.summary import Period, span
from incidents.ids import IncidentId
from incidents.official import Role

router = Router(name="head")

READERS = frozenset({Role.HEAD, Role.COORDINATOR})

_LISTS = {
    HeadDo.DECIDE: "head_decide",
    HeadDo.LATE: "head_late",
    HeadDo.PROMISES: "head_promises",
    HeadDo.TOPICS: "head_topics",
    HeadDo.PLACES: "head_places",
    HeadDo.DEPARTMENTS: "head_departments",
    HeadDo.PERIODS: "head_periods",
    HeadDo.EXCEL: "head_excel",
    HeadDo.SAY: "brief",
}
_PERIODS = {HeadDo.YESTERDAY: Period.YESTERDAY, HeadDo.WEEK: Period.WEEK, HeadDo.MONTH: Period.MONTH}
_PAGED = frozenset({HeadDo.LATE, HeadDo.PROMISES})


@router.callback_query(HeadButton.filter(F.do.in_(set(_LISTS))))
async def on_list(query: CallbackQuery, callback_data: HeadButton, ctx: Context) -> None:
    """A message of its own under the summary; another page of it in place."""
    _only_readers(ctx)
    turned = callback_data.do in _PAGED and _is_list(query)
    params: dict[str, int | str | None] = {"since": callback_data.since, "until": callback_data.until, "page": callback_data.page}
    await _say(ctx, _LISTS[callback_data.do], **params, edit=_message_id(query) if turned else None)
    if callback_data.do is HeadDo.EXCEL:
        ctx.toast = "Готовим файл, придёт сюда"
        await ctx.tx.audit("exported", user_id=ctx.who.user_id, at=ctx.now, data={"sheet": "summary"})


@router.callback_query(HeadButton.filter(F.do.in_(set(_PERIODS))))
async def on_period(query: CallbackQuery, callback_data: HeadButton, ctx: Context) -> None:
    """«Вчера», «Неделя», «Месяц»: the summary of it in place of the menu."""
    _only_readers(ctx)
    since, until = span(_PERIODS[callback_data.do], now=ctx.now, timezone=ctx.policy.calendar.timezone)
    await _span(ctx, since, until, edit=_message_id(query))


@router.callback_query(HeadButton.filter(F.do.in_({HeadDo.DATES, HeadDo.SAY_DATE})))
async def on_dates(_query: CallbackQuery, callback_data: HeadButton, ctx: Context, state: FSMContext) -> None:
    """«Свои даты…», «Другой день…»."""
    _only_readers(ctx)
    await ask(ctx, state, "period" if callback_data.do is HeadDo.DATES else "brief_day")


@router.callback_query(HeadButton.filter(F.do == HeadDo.BACK))
async def on_back(query: CallbackQuery, ctx: Context) -> None:
    """«Назад» takes the list away: the summary stands above it."""
    await _say(ctx, "delete", edit=_message_id(query))


@router.callback_query(CardButton.filter(F.press == Press.BRIEF))
async def on_brief(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Что сказать» about one trouble."""
    _only_readers(ctx)
    incident = await ctx.tx.incident(IncidentId(callback_data.incident))
    await _say(ctx, "brief_one", incident=incident.id)


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
    await _say(ctx, "brief", until=int(until.timestamp()))


async def _span(ctx: Context, since: datetime, until: datetime, *, edit: int | None) -> None:
    await _say(ctx, "summary_span", since=since.isoformat(), until=until.isoformat(), edit=edit)


async def _say(ctx: Context, code: str, **params: int | str | None) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params=params, sound=False))


def _message_id(query: CallbackQuery) -> int | None:
    return query.message.message_id if query.message is not None else None


def _is_list(query: CallbackQuery) -> bool:
    """Whether the pressed message is one of ours with a way back, not the summary itself."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    beside = [button.callback_data or "" for row in markup.inline_keyboard for button in row] if markup is not None else []
    return any(data.startswith(f"{HeadButton.__prefix__}:{HeadDo.BACK}:") for data in beside)


def _only_readers(ctx: Context) -> None:
    if ctx.who.role not in READERS:
        raise Forbidden("Это сводка главы, её видят глава и координатор. Что ждёт вас, покажет /my")


QUESTIONS = {"period": Question(answered=_dated), "brief_day": Question(answered=_day)}
