"""Dangers in the head's summary: how many, what became of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.kit.place import trouble_title, trouble_where
from handlers.kit.screen_budget import Line
from handlers.kit.text import escape, name, on_day, stamp
from incidents.danger.danger_marks import DangerMarks
from incidents.danger.gravity import Gravity, gravity_of
from incidents.head.danger_fates import DangerFate, Fate, count_fates, fate_of
from incidents.head.summary import Summary
from incidents.incident import Incident, Status
from incidents.reading import DangerGrade

_WHO = 40
_COUNTS = {
    Fate.NOBODY: "никто не принял",
    Fate.KNOWN: "знают",
    Fate.WORKING: "в работе",
    Fate.CLOSED: "закрыто",
    Fate.SAFE: "уже безопасно",
    Fate.DENIED: "не подтвердилось",
}
"""In this order they are told, and the first are named."""


def danger_lines(summary: Summary, shorts: Mapping[str, str], now: datetime, tz: tzinfo, *, named: int) -> list[Line]:
    """What is there now and what is a risk stand apart; «ночью» is only what came at night. No group is left out.

    `named`: how many of each group that are not over, else one; 1: only the gravest of all, for a short screen.
    """
    is_now = [each for each in summary.dangers if each.danger_peak is DangerGrade.NOW]
    night = [each for each in is_now if _is_of_night(each, summary)]
    groups = {
        "Опасно с прошлых дней": _in_order(summary.standing, summary),
        "Ночью опасно": _in_order(night, summary),
        "Опасно": _in_order([each for each in is_now if each not in night], summary),
        "Есть риск": _in_order([each for each in summary.dangers if each.danger_peak is not DangerGrade.NOW], summary),
    }
    firsts = [pair for ordered in groups.values() for pair in ordered[:1] if not _is_over(pair[0])]
    gravest = min(firsts, key=lambda pair: (pair[0].danger_peak is not DangerGrade.NOW, _gravity(pair)), default=None)
    lines: list[Line] = []
    for title, ordered in groups.items():
        left = [pair for pair in ordered if not _is_over(pair[0])]
        told = _named(left, named) or ordered[:1] if named > 1 else [pair for pair in left if named and pair is gravest]
        items = [_item(incident, fate, summary, shorts, now, tz) for incident, fate in told]
        lines += [(0, line) for line in _group(title, [incident for incident, _ in ordered], items, summary)]
    return lines


def _named(left: Sequence[tuple[Incident, DangerFate]], count: int) -> Sequence[tuple[Incident, DangerFate]]:
    """The gravest; what nobody took is among them."""
    first = [pair for pair in left if pair[1].fate is Fate.NOBODY][:1]
    return left[:count] if not first or first[0] in left[:count] else [*left[: count - 1], *first]


def _group(title: str, dangers: Sequence[Incident], items: Sequence[str], summary: Summary) -> list[str]:
    """How many, what became of them, the named ones, how many more."""
    if len(dangers) == len(items):
        return [f"<b>{title}:</b> {item}" for item in items] if len(items) == 1 else [*_tally(title, dangers, summary), *items]
    more = [f"{items[-1]}. И ещё {len(dangers) - len(items)}"] if items else []
    return [*_tally(title, dangers, summary), *items[:-1], *more]


def _tally(title: str, dangers: Sequence[Incident], summary: Summary) -> list[str]:
    numbers = count_fates(dangers, summary.said)
    tally = ", ".join(f"{words} {numbers[fate]}" for fate, words in _COUNTS.items() if numbers.get(fate))
    return [f"<b>{title}: {len(dangers)}</b>, из них {tally}"] if dangers else []


def _is_of_night(incident: Incident, summary: Summary) -> bool:
    since, until, came = summary.night_from, summary.night_until, incident.danger_since
    return since is not None and until is not None and came is not None and since <= came < until


def _in_order(dangers: Sequence[Incident], summary: Summary) -> Sequence[tuple[Incident, DangerFate]]:
    """What is over stands last; then the gravest, then what asks for a look first."""
    told = [(each, fate_of(each, summary.said.get(each.id, DangerMarks()))) for each in dangers]
    order = list(_COUNTS)
    return sorted(told, key=lambda pair: (_is_over(pair[0]), _gravity(pair), order.index(pair[1].fate)))


def _is_over(danger: Incident) -> bool:
    return danger.danger_over_at is not None or danger.status is Status.CLOSED


def _gravity(pair: tuple[Incident, DangerFate]) -> Gravity:
    return gravity_of(pair[0], hurt=bool(pair[1].hurt))


def _item(incident: Incident, fate: DangerFate, summary: Summary, shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> str:
    what = escape(trouble_where(trouble_title(incident, shorts.get(incident.topic, "")), incident.place))
    who = summary.who.get(fate.by) if fate.by is not None else None
    by = f", {escape(name(who, _WHO))}" if who else ""
    people = "" if fate.hurt is None else ", <b>есть пострадавшие</b>" if fate.hurt else ", пострадавших нет"
    return f"{what}: {_state(incident, fate, now, tz)}{by}{people}"


def _state(incident: Incident, fate: DangerFate, now: datetime, tz: tzinfo) -> str:
    if fate.at is None:
        return "<b>пока никто не принял</b>" if fate.fate is Fate.NOBODY else _COUNTS[fate.fate]
    if fate.fate is Fate.SAFE:
        return f"безопасно с {stamp(fate.at, tz, now)}"
    words = {
        Fate.DENIED: "не подтвердилось",
        Fate.CLOSED: "закрыто",
        Fate.WORKING: "приняли",
        Fate.KNOWN: "знают, работают",
    }
    return f"{words[fate.fate]} {on_day(fate.at, tz, now)}"
