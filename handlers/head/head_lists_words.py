"""Lists under the summary: late, promises, topics, settlements, departments, periods."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Self

from handlers.head.buttons import HeadDo
from handlers.head.summary_buttons_words import head
from handlers.kit import button as press
from handlers.kit.buttons import Press
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.place import place_text, trouble_where
from handlers.kit.text import capital, clock, count, escape, has_words, name, ours, resident_quote
from incidents.answers.reactions import SAYS_DONE, Tone
from incidents.dates.russian import dated
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Incident
from incidents.messenger import Button, Message
from incidents.promises.values import Promise

PAGE = 6
_OVER_A_MONTH = timedelta(days=31)
_LISTED = 20
_WORDS = 80
_REASON = 60
_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The period that the summary is of."""

    since: datetime
    until: datetime
    timezone: tzinfo
    today: date

    @property
    def words(self) -> str:
        """«с 23 ноября, 7:30 по 24 ноября, 7:30», whole days without hours, another year with its number."""
        first, last = self.since.astimezone(self.timezone), self.until.astimezone(self.timezone)
        if first.time() == last.time() == first.time().min:
            final = (self.until - timedelta(microseconds=1)).astimezone(self.timezone).date()
            return dated(first.date(), self.today) + (f" – {dated(final, self.today)}" if final > first.date() else "")
        until = f" по {dated(last.date(), self.today)}, {clock(self.until, self.timezone)}"
        return f"с {dated(first.date(), self.today)}, {clock(self.since, self.timezone)}{until}"

    def button(self, do: HeadDo, label: str, page: int = 0) -> Button:
        """Of the same period."""
        return head(do, label, int(self.since.timestamp()), int(self.until.timestamp()), page)

    @property
    def month(self) -> Self:
        """The whole month in which it ends."""
        last = (self.until - timedelta(microseconds=1)).astimezone(self.timezone)
        since = last.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return replace(self, since=since, until=(since + _OVER_A_MONTH).replace(day=1))

    def months(self, do: HeadDo) -> press.Row:
        """To the month before this one, and to the one after it where that has begun."""
        earlier, later = replace(self, until=self.since).month, replace(self, until=self.until + timedelta(days=1)).month
        begun = later.since.date() <= self.today
        return (earlier.button(do, "Месяц раньше"), *[later.button(do, "Месяц позже")] * begun)

    @property
    def back(self) -> press.Row:
        """«Назад» takes the list away: the summary stands above it."""
        return (self.button(HeadDo.BACK, "Назад"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateItem:
    """One incident that was not answered in time."""

    incident: Incident
    topic_short: str
    holder: str
    reason: str | None
    lay: str = ""  # «маршрут 2 мин, отдел 9 ч, согласование 0»


def late(*, items: Sequence[LateItem], page: int, span: Span) -> Message:
    """«Не успели»: each with who had it and why."""
    if not items:
        return Message(html="<b>Все ответы вовремя.</b> Просроченных за это время нет", rows=press.rows(span.back))
    lines = [
        f"№ {each.incident.number}, {escape(trouble_where(each.topic_short, each.incident.place))}. "
        f"{escape(capital(name(each.holder, _TITLE)))}: {ours(each.reason, _REASON) if each.reason else 'причина не указана'}"
        + (f". Где лежало: {each.lay}" if each.lay else "")
        for each in items
    ]
    return _paged(f"Не успели: {len(items)}", lines, [each.incident for each in items], page, span, HeadDo.LATE)


def promises(
    *,
    broken: Sequence[tuple[Promise, Incident, str]],
    coming: Sequence[tuple[Promise, Incident, str]],
    titles: Mapping[DepartmentId, str],
    page: int,
    span: Span,
) -> Message:
    """«Обещания»: those whose day has passed, then those to come; each with its incident and topic."""
    every = [*broken, *coming]
    if not every:
        html = "<b>Открытых обещаний нет.</b> Дата в опубликованном ответе станет обещанием сама"
        return Message(html=html, rows=press.rows(span.back))
    lines = [_promise(*each, titles, passed=n < len(broken)) for n, each in enumerate(every)]
    passed = f", срок прошёл у {len(broken)}" if broken else ""
    return _paged(f"Обещания: {len(every)}{passed}", lines, [each[1] for each in every], page, span, HeadDo.PROMISES)


def _promise(promise: Promise, incident: Incident, short: str, titles: Mapping[DepartmentId, str], *, passed: bool) -> str:
    words = f"«{ours(promise.words, _WORDS)}»" if promise.words else "без слов о мере"
    who = titles.get(promise.department_id, "") if promise.department_id else ""
    by = f", {escape(name(who, _TITLE))}" if who else ""
    until = f"<b>{promise.until}, срок прошёл</b>" if passed else f"До {promise.until}"
    return f"{until}: {words}. {escape(capital(trouble_where(short, incident.place)))}, № {incident.number}{by}"


def disputes(*, items: Sequence[tuple[Incident, str]], titles: Mapping[DepartmentId, str], page: int, span: Span) -> Message:
    """«Сделано, но житель спорит»: each with its topic and who closed it as done."""
    if not items:
        return Message(html="<b>Никто не спорит.</b> О закрытом жители не пишут, что не сделано", rows=press.rows(span.back))
    whose = [escape(name(titles.get(each.department_id, ""), _TITLE)) if each.department_id else "" for each, _ in items]
    about = [f"№ {each.number}, {escape(trouble_where(short, each.place))}" for each, short in items]
    lines = [", ".join(filter(None, pair)) for pair in zip(about, whose, strict=True)]
    title = f"Сделано, но житель спорит: {len(items)}"
    return _paged(title, lines, [each for each, _ in items], page, span, HeadDo.DISPUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionItem:
    """One suggestion with its author's words. `state`: what has become of it."""

    incident: Incident
    words: str
    people: Collection[str]  # named in the words
    state: str


def suggestions(*, shown: Page[SuggestionItem], count: int, span: Span) -> Message:
    """«Предложения» of one month, each with its place, its words and its state."""
    months = span.months(HeadDo.SUGGESTIONS)
    if not count:
        html = (
            f"<b>Предложений не было:</b> {span.words}\n"
            "Здесь стоит то, чего ещё нет и о чём просят жители: дорожка, маршрут, часы работы. Жалобы сюда не входят"
        )
        return Message(html=html, rows=press.rows(months, span.back))
    pairs = [(_wish(each), each.incident) for each in shown.items]
    return _page(f"Предложения: {count}, {span.words}", shown.with_items(pairs), span, HeadDo.SUGGESTIONS, months)


def _wish(wish: SuggestionItem) -> str:
    place = escape(name(place_text(wish.incident.place), 60))
    words = f": {resident_quote(wish.words, _WORDS, wish.people)}" if has_words(wish.words) else ""
    return f"№ {wish.incident.number}, {place}{words}. {capital(wish.state)}"


def _paged(title: str, lines: Sequence[str], incidents: Sequence[Incident], page: int, span: Span, do: HeadDo) -> Message:
    return _page(title, Page.of(list(zip(lines, incidents, strict=True)), page, PAGE), span, do)


def _page(title: str, shown: Page[tuple[str, Incident]], span: Span, do: HeadDo, months: press.Row = ()) -> Message:
    numbers = [press.card(Press.SHOW, f"№ {number}", id) for number, id in _once([incident for _, incident in shown.items])]
    turn = shown.beside(lambda label, number: span.button(do, label, number), "Раньше")
    rows = press.rows(tuple(numbers[:3]), tuple(numbers[3:]), turn, months, span.back)
    return Message(html="\n".join([f"<b>{escape(title)}</b>{shown.which}", *(line for line, _ in shown.items)]), rows=rows)


def _once(incidents: Sequence[Incident]) -> list[tuple[int, IncidentId]]:
    return list(dict.fromkeys((each.number, each.id) for each in incidents))


def cut(*, title: str, figures: Sequence[tuple[str, int]], total: int, span: Span) -> Message:
    """«Темы», «Посёлки»: how the messages divide; one about several matters stands in each of them."""
    if not total:
        return Message(html=f"<b>{title}.</b> Сообщений за это время не было", rows=press.rows(span.back))
    head_line = f"<b>{title}:</b> {count(total, 'сообщение', 'сообщения', 'сообщений')}, {span.words}"
    lines = [f"{escape(capital(name(what, _TITLE)))} {number}" for what, number in figures[:_LISTED]]
    rest = sum(number for _, number in figures[_LISTED:])
    return Message(html="\n".join([head_line, *lines, *([f"Остальные {rest}"] if rest else [])]), rows=press.rows(span.back))


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFigures:
    """One department's new questions: `opened` = `answered` + `waiting` + `unanswered`."""

    title: str
    opened: int
    answered: int
    waiting: int
    unanswered: int
    late: int
    asked: Sequence[Tone | None] = ()  # what whoever was asked «Решено?» said


def departments(*, figures: Sequence[DepartmentFigures], span: Span) -> Message:
    """«Отделы»."""
    total = sum(each.opened for each in figures)
    if not total and not any(each.late or each.asked for each in figures):
        return Message(html="<b>Отделы.</b> Новых вопросов за это время не было", rows=press.rows(span.back))
    lines = [f"<b>Отделы:</b> {count(total, 'новый вопрос', 'новых вопроса', 'новых вопросов')}, {span.words}"]
    for each in figures[:_LISTED]:
        silent = f", закрыли без ответа {each.unanswered}" if each.unanswered else ""
        late = f". <b>Не успели {each.late}</b>" if each.late else ""
        waits = f", ждут {each.waiting}" if each.waiting else ""
        new = f"{each.opened}, ответили на {each.answered}{waits}{silent}" if each.opened else "новых нет"
        lines.append(f"{escape(capital(name(each.title, _TITLE)))}: {new}{late}{_asked(each.asked)}")
    return Message(html="\n".join(lines), rows=press.rows(span.back))


def _asked(heard: Sequence[Tone | None]) -> str:
    """Who was asked «Решено?»: who confirms, who disputes, who is silent."""
    numbers = {"да": sum(each in SAYS_DONE for each in heard), "нет": heard.count(Tone.DENIES), "молчат": heard.count(None)}
    return f". «Решено?»: {', '.join(f'{what} {number}' for what, number in numbers.items() if number)}" if heard else ""


def periods(*, span: Span) -> Message:
    """«За период…»."""
    choices = ((HeadDo.YESTERDAY, "Вчера"), (HeadDo.WEEK, "Неделя"), (HeadDo.MONTH, "Месяц"), (HeadDo.DATES, "Свои даты…"))
    buttons = [span.button(do, label) for do, label in choices]
    return Message(html="<b>За какой период?</b> Сводка и Excel посчитаются за него", rows=press.rows(*press.pairs(buttons), span.back))


def ask_period() -> Message:
    """«Свои даты…»."""
    return Message(html=f"<b>Какие даты?</b> Например: «с 1 по 20 ноября», «17–23 ноября», «20 ноября», «октябрь». {CANCEL}")


def ask_brief_day() -> Message:
    """«Что сказать» for another day."""
    return Message(html=f"<b>На какой день?</b> Например: «вчера», «20 ноября». Скажем, что было известно к концу этого дня. {CANCEL}")


def excel_caption(*, first: date, last: date, today: date, rows: int) -> str:
    """Under the workbook."""
    span = dated(first, today) if first == last else f"{dated(first, today)} – {dated(last, today)}"
    size = count(rows, "вопрос", "вопроса", "вопросов")
    return f"<b>{size}</b> · {span}\nБез текстов жителей и личных данных: номера, места, сроки, отделы, итоги"
