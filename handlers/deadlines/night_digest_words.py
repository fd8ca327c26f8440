"""The night digest and its dropped posts (docs/voice.md, C11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.acts.lists.incident_lists_words import ListItem
from handlers.deadlines.buttons import NightButton, NightDo
from handlers.kit import button
from handlers.kit.place import what_where
from handlers.kit.russian_time import plural
from handlers.kit.text import capital, clock, count, cut, day, escape, has_words, quoted, resident_quote, stamp
from handlers.kit.untaken_dangers import Untaken, untaken_line
from incidents.messenger import Button, Message
from incidents.reading import Kind
from incidents.region.values import RegionList
from incidents.sources.word_filters import FilteredBy, because_of

_NAMED = 3
_WORDS = 500
_ABOVE = 160
_FILTER = 120
_ONE_NIGHT = timedelta(hours=24)
_WEEKEND = timedelta(days=4)
_NUMERALS = ("", "Одно", "Два", "Три", "Четыре", "Пять", "Шесть", "Семь", "Восемь", "Девять", "Десять")
_KINDS = {Kind.AD: "реклама", Kind.CHAT: "разговоры", Kind.THANKS: "спасибо"}
_DAY = timedelta(hours=25)


@dataclass(frozen=True, slots=True, kw_only=True)
class NightView:
    """What the digest is made from."""

    since: datetime  # when people went home
    until: datetime
    dropped_since: datetime
    came: int
    decide: Sequence[ListItem]
    sorted_out: int  # routed to departments
    begins: datetime | None  # of the working day, if it has not begun
    dropped: Mapping[Kind, int]
    doubtful: int  # that nobody judged yet
    timezone: tzinfo
    now: datetime
    doubted: int = 0  # of those routed: with a doubt on the card
    filtered: int = 0  # appeals that filters of sources dropped
    dangers: Sequence[Untaken] = ()  # that nobody took though all were called
    region: RegionList | None = None  # a list of the region's that came since the digest before


def night_digest(view: NightView) -> Message:
    """C11."""
    decide = len(view.decide)
    new = f"{view.came} {plural(view.came, 'новое', 'новых', 'новых')}" if view.came else "ничего нового"
    lines = [f"<b>{_period(view)}: {new}{f', решить вам {decide}' if decide else ''}</b>"]
    danger, numbers = untaken_line(view.dangers, view.now)
    lines += [danger] if danger else []
    if view.sorted_out:
        lines.append(_sorted_out(view))
    if view.decide:
        named = " · ".join(escape(capital(what_where(i.topic_short, i.incident.place, full=True, limit=60))) for i in view.decide[:_NAMED])
        more = f" · и ещё {decide - _NAMED}" if decide > _NAMED else ""
        lines.append(f"Решить: {named}{more}")
    facts = [_dropped(view)] if view.dropped or view.filtered else []
    facts += [_region(view.region)] if view.region is not None else []
    lines += ["", *facts] if facts else []
    return Message(html="\n".join(lines), rows=button.rows(numbers, *_rows(view)))


def _period(view: NightView) -> str:
    span = view.until - view.since
    if span <= _ONE_NIGHT:
        return "За ночь"
    return "За выходные" if span <= _WEEKEND else f"С {day(view.since, view.timezone)}"


def _sorted_out(view: NightView) -> str:
    n = view.sorted_out
    who = _NUMERALS[n] if n < len(_NUMERALS) else str(n)
    went = f"карточки уйдут в {clock(view.begins, view.timezone)}" if view.begins else "карточки уже там"
    checks = f". Под вопросом {view.doubted}: /queue, «Проверьте»" if view.doubted else ""
    return f"{who} {'разложено' if n == 1 else 'разложены'} по отделам, {went}{checks}"


def _dropped(view: NightView) -> str:
    total = sum(view.dropped.values()) + view.filtered
    named = [f"{_KINDS[kind]} {n}" for kind, n in view.dropped.items() if kind in _KINDS]
    rest = sum(n for kind, n in view.dropped.items() if kind not in _KINDS)
    named += [f"прочее {rest}"] if rest else []
    named += [f"по фильтрам источников {view.filtered}"] if view.filtered else []
    span = "за сутки" if view.until - view.dropped_since <= _DAY else f"с {day(view.dropped_since, view.timezone)}"
    doubt = (
        f". {count(view.doubtful, 'самое спорное', 'самых спорных', 'самых спорных')} по кнопке, это две минуты" if view.doubtful else ""
    )
    return f"Отсеяли {span} {total}: {', '.join(named)}{doubt}"


def _region(found: RegionList) -> str:
    """«Регион прислал 5, все уже у нас. Наших, которых регион не видит: 4»."""
    theirs = f"у нас нет {found.theirs}: /region" if found.theirs else "все уже у нас" if found.rows > 1 else "уже у нас"
    ours = f"Наших, которых регион не видит: {found.ours}" if found.ours else "Все наши регион видит"
    return f"Регион прислал {found.rows}, {theirs}. {ours}"


def _rows(view: NightView) -> tuple[button.Row, ...]:
    first = [_button(NightDo.DECIDE, f"Решить: {len(view.decide)}", view)] if view.decide else []
    first += [_button(NightDo.DOUBTFUL, f"Спорные: {view.doubtful}", view)] if view.doubtful else []
    waits = view.sorted_out and view.begins
    second = [_button(NightDo.RELEASE, "Отпустить все", view), _button(NightDo.HOLD, "Пауза до 10:00", view)] if waits else []
    return button.rows(tuple(first), tuple(second))


def _button(do: NightDo, label: str, view: NightView) -> Button:
    return _pressed(do, label, view.dropped_since, view.until, 0)


def _pressed(do: NightDo, label: str, since: datetime, until: datetime, post: int) -> Button:
    data = NightButton(do=do, since=int(since.timestamp()), until=int(until.timestamp()), post=post)
    return Button(label=label, data=data.pack(), primary=do in {NightDo.DECIDE, NightDo.APPEAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class DropView:
    """One dropped post, and which of how many it is."""

    number: int
    total: int
    post_id: int
    text: str
    url: str
    source: str
    at: datetime
    kind: Kind
    since: datetime
    until: datetime
    under: str | None = None  # the post that a comment stands under
    people: tuple[str, ...] = ()  # named in the text
    under_people: tuple[str, ...] = ()
    filtered: FilteredBy | None = None


def doubtful_post(view: DropView, *, tz: tzinfo, now: datetime) -> Message:
    """«Верно ли отсеяли»: one of the few."""
    html = (
        f"<b>Спорное {view.number} из {view.total}.</b> {_why(view)}\n"
        f"{_above(view)}<blockquote>{resident_quote(view.text, _WORDS, view.people)[1:-1] or 'без слов'}</blockquote>\n"
        f"{quoted(view.source, 60)} · {stamp(view.at, tz, now)}"
    )
    judged = (
        _pressed(NightDo.APPEAL, "Это обращение", view.since, view.until, view.post_id),
        _pressed(NightDo.RIGHTLY, "Верно отсеяли", view.since, view.until, view.post_id),
    )
    return Message(html=html, rows=button.rows(judged, button.opens("Открыть пост", view.url)))


def _why(view: DropView) -> str:
    if view.filtered is not None:
        return f"Отсеял фильтр источника: {escape(cut(because_of(view.filtered), _FILTER))}"
    return f"Бот решил: {({Kind.AD: 'реклама', Kind.CHAT: 'разговор', Kind.THANKS: 'спасибо'}).get(view.kind, 'не обращение')}"


def _above(view: DropView) -> str:
    """The post first: a comment alone says little."""
    return (
        f"Под постом {resident_quote(view.under, _ABOVE, view.under_people)}, комментарий:\n"
        if view.under and has_words(view.under)
        else ""
    )


def doubtful_done(*, appeals: int, rightly: int) -> Message:
    """All of them are judged."""
    if not appeals + rightly:
        return Message(html="<b>Спорных нет.</b> За эти сутки бот ничего не отсеял")
    return Message(html=f"<b>Спорные просмотрены.</b> Верно отсеяли {rightly}, взяли в работу {appeals}. Фильтр учтёт ваши решения")
