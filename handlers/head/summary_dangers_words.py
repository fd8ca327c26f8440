"""Dangers in the head's summary: how many, what became of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.kit.place import trouble_title, what_where
from handlers.kit.screen_budget import Line
from handlers.kit.text import escape, name, on_day, stamp
from incidents.danger.danger_marks import DangerMarks
from incidents.danger.gravity import Gravity, gravity_of
from incidents.head.danger_fates import DangerFate, Fate, count_fates, fate_of
from incidents.head.summary import Summary
from incidents.incident import Incident
from incidents.reading import DangerGrade

_NAMED = 2  # each takes two lines of a phone
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


def danger_lines(summary: Summary, shorts: Mapping[str, str], now: datetime, tz: tzinfo, *, soon: int, less: int) -> list[Line]:
    """What is there now and what is a risk stand apart; «ночью» is only what came at night. `soon`, `less`: how easily it is left out."""
    is_now = [each for each in summary.dangers if each.danger_peak is DangerGrade.NOW]
    night = [each for each in is_now if _is_of_night(each, summary)]
    groups = (
        ("Опасно с прошлых дней", summary.standing),
        ("Ночью опасно", night),
        ("Опасно", [each for each in is_now if each not in night]),
        ("Есть риск", [each for each in summary.dangers if each.danger_peak is not DangerGrade.NOW]),
    )
    lines: list[Line] = []
    for title, dangers in groups:
        lines += _group(title, _in_order(dangers, summary), summary, shorts, now, tz, soon=soon, less=less)
    return lines


def _is_of_night(incident: Incident, summary: Summary) -> bool:
    since, until, came = summary.night_from, summary.night_until, incident.danger_since
    return since is not None and until is not None and came is not None and since <= came < until


def _in_order(dangers: Sequence[Incident], summary: Summary) -> Sequence[tuple[Incident, DangerFate]]:
    told = [(each, fate_of(each, summary.said.get(each.id, DangerMarks()))) for each in dangers]
    order = list(_COUNTS)

    def rank(pair: tuple[Incident, DangerFate]) -> tuple[bool, Gravity, int]:
        """What is over stands last; then the gravest, then what asks for a look first."""
        danger, fate = pair
        is_over = danger.danger_over_at is not None or fate.fate is Fate.CLOSED
        return is_over, gravity_of(danger, hurt=bool(fate.hurt)), order.index(fate.fate)

    return sorted(told, key=rank)


def _group(
    title: str,
    dangers: Sequence[tuple[Incident, DangerFate]],
    summary: Summary,
    shorts: Mapping[str, str],
    now: datetime,
    tz: tzinfo,
    *,
    soon: int,
    less: int,
) -> list[Line]:
    items = [_item(incident, fate, summary, shorts, now, tz) for incident, fate in dangers[:_NAMED]]
    if len(dangers) == 1:
        return [(soon, f"<b>{title}:</b> {items[0]}")]
    if not dangers:
        return []
    numbers = count_fates([incident for incident, _ in dangers], summary.said)
    tally = ", ".join(f"{words} {numbers[fate]}" for fate, words in _COUNTS.items() if numbers.get(fate))
    return [(soon, f"<b>{title}: {len(dangers)}</b>, из них {tally}"), *((less, item) for item in items)]


def _item(incident: Incident, fate: DangerFate, summary: Summary, shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> str:
    what = escape(what_where(trouble_title(incident, shorts.get(incident.topic, "")), incident.place, full=True))
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
