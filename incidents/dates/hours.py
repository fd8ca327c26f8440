"""Hours in people's words: «в 15:00», «до 16», «к обеду», «вечером», «через полчаса». Text comes lowered, «ё» as «е»."""

import re
from datetime import time, timedelta

from incidents.dates.patterns import NUMBER, number

MORNING, NOON, AFTER_LUNCH, EVENING = time(9), time(13), time(14), time(18)

_EXACT = re.compile(r"(?<![\d.,:/])(?P<h>\d{1,2})[:](?P<m>[0-5]\d)(?![\d:])")
_DOTTED = re.compile(r"(?<![а-я\d])(?:в|к|до|с|около)\s+(?P<h>\d{1,2})[.\-](?P<m>[0-5]\d)(?![\d.])")
_HOUR = re.compile(
    r"(?<![а-я\d])(?:в|во|к|до|с|около|не позднее|не позже)\s+(?P<h>\d{1,2})(?!\d)"
    r"(?:\s*(?:час(?:ов|а|у|ам)?|ч\.?)(?![а-я]))?(?P<part>\s+(?:утра|дня|вечера|ночи))?(?!\s*[а-яa-z№%]|[\d.,:/-]\d|-?[а-я])"
)
_HOUR_SAID = re.compile(r"(?<![а-я\d.,:/])(?P<h>\d{1,2})\s*(?:час(?:ов|а|у|ам)?|ч\.?)(?![а-я])(?P<part>\s+(?:утра|дня|вечера|ночи))?")
_PARTS = (
    (re.compile(r"(?<![а-я])после\s+обеда(?![а-я])"), AFTER_LUNCH),
    (re.compile(r"(?<![а-я])(?:к|до|в)\s+обед[уа]?(?![а-я])"), NOON),
    (re.compile(r"(?<![а-я])(?:в|к|до)\s+полд(?:ень|ню|ня)(?![а-я])"), time(12)),
    (re.compile(r"(?<![а-я])(?:с\s+)?(?:утром|к\s+утру|до\s+утра|утра)(?![а-я])"), MORNING),
    (re.compile(r"(?<![а-я])(?:вечером|к\s+вечеру|до\s+вечера)(?![а-я])"), EVENING),
    (re.compile(r"(?<![а-я])днем(?![а-я])"), NOON),
    (re.compile(r"(?<![а-я])кон(?:ца|цу|це)\s+(?:рабочего\s+)?дня(?![а-я])"), EVENING),
)
_LATER = re.compile(
    rf"(?<![а-я])через\s+(?:(?P<half>полчаса)|(?P<more>полтора\s+часа)|(?:{NUMBER}\s+)?(?P<unit>час(?:а|ов)?|минут[уы]?)(?![а-я]))"
)
_HOURS = 24


def time_in(plain: str) -> time | None:
    """The hour that a text names."""
    for pattern in (_EXACT, _DOTTED):
        for m in pattern.finditer(plain):
            if int(m["h"]) < _HOURS:
                return time(int(m["h"]), int(m["m"]))
    for pattern in (_HOUR_SAID, _HOUR):
        for m in pattern.finditer(plain):
            if not re.search(r"через\s+$", plain[: m.start()]) and (found := _hour(int(m["h"]), (m["part"] or "").strip())):
                return found
    return next((hour for written, hour in _PARTS if written.search(plain)), None)


def _hour(h: int, part: str) -> time | None:
    is_late = part in {"дня", "вечера"} and h < 12  # noqa: PLR2004 - noon
    h += 12 if is_late else 0
    return time(h) if h < _HOURS else None


def later_in(plain: str) -> timedelta | None:
    """«через 2 часа», «через полчаса», «через 30 минут»."""
    m = _LATER.search(plain)
    if m is None:
        return None
    if m["half"]:
        return timedelta(minutes=30)
    if m["more"]:
        return timedelta(minutes=90)
    n = number(m["n"] or "1")
    return timedelta(hours=n) if m["unit"].startswith("час") else timedelta(minutes=n)
