"""The night digest (docs/voice.md, C11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.acts.lists.incident_lists_words import ListItem
from handlers.deadlines.buttons import NightButton, NightDo
from handlers.kit import button
from handlers.kit.place import what_where
from handlers.kit.russian_time import plural
from handlers.kit.text import capital, clock, day, escape
from handlers.kit.untaken_dangers import Untaken, untaken_line
from incidents.messenger import Button, Message
from incidents.reading import Kind
from incidents.region.values import RegionList

_NAMED = 3
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
    doubtful: int  # dropped ones that somebody should look at and nobody has
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
    doubt = f", сомнительных {view.doubtful}" if view.doubtful else ""
    return f"Не взяли {span} {total}{doubt}: {', '.join(named)}"


def _region(found: RegionList) -> str:
    """«Регион прислал 5, все уже у нас. Наших, которых регион не видит: 4»."""
    theirs = f"у нас нет {found.theirs}: /region" if found.theirs else "все уже у нас" if found.rows > 1 else "уже у нас"
    ours = f"Наших, которых регион не видит: {found.ours}" if found.ours else "Все наши регион видит"
    return f"Регион прислал {found.rows}, {theirs}. {ours}"


def _rows(view: NightView) -> tuple[button.Row, ...]:
    first = [_button(NightDo.DECIDE, f"Решить: {len(view.decide)}", view)] if view.decide else []
    first += [_button(NightDo.DOUBTFUL, "Не взяли", view)] if view.dropped or view.filtered else []
    waits = view.sorted_out and view.begins
    second = [_button(NightDo.RELEASE, "Отпустить все", view), _button(NightDo.HOLD, "Пауза до 10:00", view)] if waits else []
    return button.rows(tuple(first), tuple(second))


def _button(do: NightDo, label: str, view: NightView) -> Button:
    data = NightButton(do=do, since=int(view.dropped_since.timestamp()), until=int(view.until.timestamp()), post=0)
    return Button(label=label, data=data.pack(), primary=do is NightDo.DECIDE)
