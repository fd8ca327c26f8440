"""Planned works: entered beforehand, recognised in what residents write, with the end time as the answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from incidents.dates.find import date_in, find_dates, moment_in
from incidents.errors import DomainError
from incidents.ids import DistrictId, OfficialId, WorksId
from incidents.incident import Incident
from incidents.places.values import PlaceBook, Spot
from incidents.policy import MONTHS
from incidents.routing.topic_rules import family_of

MAX_PLACES = 30
MAX_TEXT = 300
ASK_TIME = "Не поняли, когда. Напишите так: с 9:00 до 16:00, завтра с 9 до 16, или до 25 ноября 18:00"
MORNING, EVENING = time(9), time(18)
_HOUR = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\b")
_SPAN = re.compile(r"(?>(?P<day>.*?)\bс )(?P<since>.+?) (?:до|по) (?P<until>.+)", re.IGNORECASE)

_KINDS = frozenset(
    {"г", "гор", "город", "пгт", "пос", "поселок", "п", "рп", "д", "дер", "деревня", "с", "село", "х", "хутор", "ст", "станция", "мкр"}
    | {"округ", "район", "мо", "муниципальный", "городской", "сельский", "весь", "вся", "все", "целиком", "полностью"}
    | {"в", "во", "на", "по", "из"}
)
"""Words beside a settlement's name that add no street."""

WORKED_ON: dict[str, str] = {
    "water": "воду отключают",
    "heat": "тепло отключают",
    "light": "свет отключают",
    "gas": "газ отключают",
    "telecom": "связь отключают",
    "road": "дорогу ремонтируют",
    "bus": "рейсы отменяют",
}
"""What may be planned: the family of topics, and what is done (it stands before «до 16:00»)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlace:
    """A settlement, or a street of it."""

    settlement_id: str | None
    street_id: str | None
    title: str  # «Редкино, ул. Гагарина»


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """Works in some places for some time. `text`: what is done, in an official's words."""

    id: WorksId
    district_id: DistrictId
    family: str
    places: tuple[WorkPlace, ...]
    since: datetime
    until: datetime
    text: str
    created_by: OfficialId
    created_at: datetime
    ended_at: datetime | None = None  # «Закончить раньше»

    @property
    def ends(self) -> datetime:
        """When they end, or ended."""
        return min(self.until, self.ended_at) if self.ended_at else self.until


def covers(works: Works, incident: Incident) -> bool:
    """Whether what the resident writes of looks like these works: the same trouble, place and time.

    A resident who names the settlement only may live on any of its streets.
    """
    if family_of(incident.topic).key != works.family or not works.since <= incident.published_at <= works.ends:
        return False
    place = incident.place
    for each in works.places:
        if each.street_id is not None and place.street_id is not None:
            if each.street_id == place.street_id:
                return True
        elif each.settlement_id is not None and each.settlement_id == place.settlement_id:
            return True
    return False


def places_in(text: str, book: PlaceBook) -> tuple[WorkPlace, ...]:
    """«Редкино: Гагарина, Диева» as places. Raises DomainError that names the word nobody knows."""
    found: list[WorkPlace] = []
    town: str | None = None
    for part in re.split(r"[,;:\n]| и ", text):
        words = " ".join(part.split())
        if not words:
            continue
        spot = _one(words, _named(words, book, town), town)
        place = spot.place
        if place.street_id is None:
            _check_whole(words, place.settlement or "")
            town = place.settlement_id or town
        found.append(WorkPlace(settlement_id=place.settlement_id, street_id=place.street_id, title=_title(spot)))
        if len(found) > MAX_PLACES:
            raise DomainError(f"Мест больше {MAX_PLACES}. Назовите посёлок целиком или разделите работы")
    if not found:
        raise DomainError("Напишите посёлок и улицы через запятую, например: Редкино, Гагарина, Диева")
    streets = {each.settlement_id for each in found if each.street_id is not None}
    kept = [each for each in found if each.street_id is not None or each.settlement_id not in streets]
    return tuple(dict.fromkeys(kept))


def _check_whole(words: str, settlement: str) -> None:
    """«Редкино Гагарина» is not all of Редкино. Raises DomainError where words are left that are neither the name nor its kind."""
    stems = [word[:5] for word in _plain(settlement)]
    left = [
        word for word in _plain(words) if word not in _KINDS and not any(word.startswith(stem) or stem.startswith(word) for stem in stems)
    ]
    if left:
        raise DomainError(f"«{words[:40]}»: весь посёлок или улица? Улицу напишите через запятую, например: {settlement}, Гагарина")


def _plain(text: str) -> list[str]:
    return re.findall(r"[а-я]+", text.lower().replace("ё", "е"))


def _named(words: str, book: PlaceBook, town: str | None) -> Sequence[Spot]:
    """What the words name. Words that say nothing give the town that was named before: that is no place."""
    found = book.find(words, near=town)
    if town is None or any(spot.place.street or spot.place.landmark for spot in found):
        return found
    return [spot for spot in found if spot in book.find(words)]


def _one(words: str, found: Sequence[Spot], town: str | None) -> Spot:
    """The place that is meant; a street of the town that was named before wins over its namesakes."""
    spots = [spot for spot in found if spot.place.settlement_id is not None and (spot.place.street_id or _is_town(spot))]
    near = [spot for spot in spots if town is not None and spot.place.settlement_id == town]
    if near or spots:
        chosen = near or spots
        if len({spot.place.settlement_id for spot in chosen}) == 1:
            return chosen[0]
        raise DomainError(f"«{words[:40]}» есть в нескольких посёлках. Начните с посёлка, например: Редкино, {words[:40]}")
    raise DomainError(f"Не нашли «{words[:40]}». Напишите посёлок и улицы через запятую, например: Редкино, Гагарина, Диева")


def _is_town(spot: Spot) -> bool:
    """Not a street or a landmark that the gazetteer has no id for."""
    return spot.place.street is None and spot.place.landmark is None


def _title(spot: Spot) -> str:
    return ", ".join(filter(None, (spot.place.settlement, spot.place.street)))


def span_in(text: str, *, now: datetime, timezone: tzinfo) -> tuple[datetime, datetime]:
    """«завтра с 9 до 16», «с 9:00 25 ноября до 18:00 26 ноября», «до 16:00». Raises DomainError that says how to write it."""
    words = " ".join(text.split())
    span = _SPAN.fullmatch(words)
    if span is None:
        until = moment_in(words, now=now, timezone=timezone)
        since = now
    else:
        since, until = _both_ends(f"{span['day']} {span['since']}", span["until"], now.astimezone(timezone))
    if until is None:
        raise DomainError(ASK_TIME)
    if until <= since or until <= now:
        raise DomainError("Работы кончаются раньше, чем начинаются, или уже кончились. Проверьте время и напишите ещё раз")
    return since.astimezone(UTC), until.astimezone(UTC)


def _both_ends(first: str, last: str, local: datetime) -> tuple[datetime, datetime | None]:
    """A day that one end names holds for both; without an hour works begin at nine and end at six; «с 22 до 6» ends the next day."""
    today = local.date()
    begins, ends = date_in(first, today=today), date_in(last, today=today)
    start, stop = _hour(first, today), _hour(last, today)
    if (start or begins) is None or (stop or ends) is None:
        return local, None
    day = begins or ends or today
    since = datetime.combine(day, start or MORNING, local.tzinfo)
    until = datetime.combine(ends or day, stop or EVENING, local.tzinfo)
    return since, until + timedelta(days=1) if until <= since and ends is None else until


def _hour(words: str, today: date) -> time | None:
    """The hour in words, dates aside."""
    for found in reversed(find_dates(words, today=today)):
        words = f"{words[: found.start]} {words[found.end :]}"
    found_hour = _HOUR.search(words)
    if found_hour is None:
        return None
    hour, minute = int(found_hour[1]), int(found_hour[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day and an hour


def suggested(works: Works, *, end: str) -> str:
    """The answer with the end time. `end`: «24 ноября до 16:00»."""
    where = "; ".join(each.title for each in works.places[:5])
    text = works.text.strip().rstrip(".")
    return (
        f"Здравствуйте! Это плановые работы: {text}. Где: {where}. Закончат {end}. "
        "Если к этому времени не заработает, напишите здесь, проверим."
    )


def end_words(moment: datetime, *, now: datetime, timezone: tzinfo) -> str:
    """«сегодня, 24 ноября, до 16:00»: residents read it tomorrow too."""
    local, today = moment.astimezone(timezone), now.astimezone(timezone).date()
    day = f"{local.day} {MONTHS[local.month - 1]}"
    named = f"сегодня, {day}," if local.date() == today else day
    return f"{named} до {local.hour}:{local.minute:02}"
