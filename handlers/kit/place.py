"""Places for people: «Конаково, ул. Белавинская», «место не названо».

Settlements stay uninflected.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from handlers.kit.text import capital, cut, escape, link, lower_first, map_link, name, quote_unless_masked
from incidents.incident import Incident
from incidents.reading import MainPlace

UNKNOWN = "место не названо"
_NAME = 80
_TOPIC = 24
TITLE = 41
"""Code points of the resident's own words for an ordinary trouble, a question's sign among them."""

_TROUBLE = 60  # longer than any trouble in five words
_LEAST = 6  # code points of a name below which it says nothing

_TYPES = (
    (r"улиц[аы]\b|ул\b\.?", "ул."),
    (r"проспект\b|просп\b\.?|пр-т\b\.?|пр-кт\b\.?", "пр-т"),
    (r"переул(?:ок|ка)\b|пер\b\.?", "пер."),
    (r"площадь\b|пл\b\.?", "пл."),
    (r"набережная\b|наб\b\.?", "наб."),
    (r"бульвар\b|бул\b\.?|б-р\b\.?", "б-р"),
    (r"шоссе\b|ш\b\.", "ш."),
    (r"микрорайон\b|мкр\b\.?|мкрн\b\.?", "мкр"),
    (r"пос[её]лок городского типа\b|пгт\b\.?", "пгт"),
    (r"городское поселение город\b|город\b|г\b\.", ""),
    (r"деревня\b|дер\b\.?|д\b\.", "д."),
    (r"село\b|с\b\.", "с."),
    (r"пос[её]лок\b|пос\b\.?|п\b\.", "п."),
)
_SHORT = tuple((re.compile(rf"(?i)^(?:{pattern})\s*"), short) for pattern, short in _TYPES)
_TAIL = tuple((re.compile(rf"(?i)(?<!\s)\s++(?:{pattern})$"), short) for pattern, short in _TYPES[:7])


def shorten(text: str) -> str:
    """«улица Белавинская» → «ул. Белавинская», «город Конаково» → «Конаково»; an adjective keeps its order («Промышленный проезд»)."""
    text = name(text, _NAME)
    for pattern, short in _SHORT:
        rest, replaced = pattern.subn("", text, count=1)
        if replaced and rest:
            return f"{short} {rest}".strip()
    for pattern, short in _TAIL:
        rest, replaced = pattern.subn("", text, count=1)
        if replaced and rest:
            return f"{short} {rest}"
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in two parts: the settlement, and what is in it. Plain text; either may be empty."""

    settlement: str
    spot: str

    @property
    def full(self) -> str:
        """«Конаково, ул. Белавинская»."""
        return ", ".join(filter(None, (self.settlement, self.spot))) or UNKNOWN

    @property
    def near(self) -> str:
        """«ул. Белавинская»: for reminders, where the reader knows the settlement from the card."""
        return self.spot or self.settlement or UNKNOWN


def place_parts(place: MainPlace) -> Where:
    """The parts of a place, short types, whole."""
    settlement = shorten(place.settlement) if place.settlement else ""
    street = shorten(place.street) if place.street else ""
    house = name(place.house, 12) if place.house else ""
    if street:
        spot = f"{street}, {house}" if house else street
    else:
        spot = ", ".join(filter(None, (shorten(place.landmark) if place.landmark else "", f"д. {house}" if house else "")))
    return Where(settlement=settlement, spot="" if spot == settlement else spot)


def fit(place: Where, limit: int) -> Where:
    """A place in at most `limit` code points: the settlement is cut first, the house stays to the last."""
    if len(place.full) <= limit:
        return place
    if not place.spot or not place.settlement:
        return Where(settlement=cut(place.settlement, limit), spot=_fit_spot(place.spot, limit))
    room = limit - len(place.spot) - 2
    if room >= _LEAST:
        return Where(settlement=_chop(place.settlement, room), spot=place.spot)
    settlement = _chop(place.settlement, max(_LEAST, min(len(place.settlement), limit // 3)))
    return Where(settlement=settlement, spot=_fit_spot(place.spot, max(1, limit - len(settlement) - 2)))


def _chop(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip(" .,-") + "…"


def _fit_spot(spot: str, limit: int) -> str:
    street, comma, house = spot.rpartition(", ")
    if len(spot) > limit and comma and limit - len(house) - 2 >= _LEAST:
        return f"{_chop(street, limit - len(house) - 2)}, {house}"
    return _chop(spot, limit)


def place_text(place: MainPlace) -> str:
    """«Конаково, пр-т Ленина, 17» or «место не названо»: plain text, not escaped."""
    return place_parts(place).full


def place_html(incident: Incident, limit: int, *, in_full_below: bool = False) -> str:
    """The place in at most `limit` visible characters; its exact part leads to the map.

    `in_full_below`: the whole stands in the next line, so that half a settlement's name is not worth its room.
    """
    whole = place_parts(incident.place)
    if in_full_below and len(whole.full) > limit and whole.spot:
        whole = replace(whole, settlement="")
    place = fit(whole, limit)
    url = map_link(incident.lat, incident.lon) if incident.lat is not None and incident.lon is not None else None
    if not place.spot:
        return link(url, escape(place.settlement)) if place.settlement else escape(cut(UNKNOWN, limit))
    exact = link(url, escape(place.spot))
    return f"{escape(place.settlement)}, {exact}" if place.settlement else exact


def topic_title(topic_short: str, limit: int = _TOPIC) -> str:
    """The topic for a first line: «Вода на дороге». Plain text."""
    return capital(name(topic_short, limit)) or "Сообщение"


def trouble_title(incident: Incident, topic_short: str, people: Collection[str] = ()) -> str:
    """A danger in the resident's own few words; the topic where they have none or one of them has to be hidden. Not escaped."""
    words = incident.danger_title or ""
    return words if quote_unless_masked(words, len(words), people) else topic_short


def plain_title(incident: Incident, topic_short: str) -> str:
    """The resident's few words of an ordinary trouble, else the topic.

    Not escaped.
    """
    words = incident.trouble or ""
    return capital(words) if quote_unless_masked(words, TITLE) else topic_short


def trouble_where(title: str, place: MainPlace) -> str:
    """The whole trouble with its whole place, not escaped."""
    return f"{lower_first(topic_title(title, _TROUBLE))}, {fit(place_parts(place), _NAME).full}"


def what_where(topic_short: str, place: MainPlace, *, full: bool = False, limit: int = 60) -> str:
    """«вода на дороге, ул. Белавинская» for messages that are no cards; `full` adds the settlement. Plain text, not escaped."""
    what = lower_first(topic_title(topic_short, TITLE))
    spot = place_parts(place)
    spot = fit(spot if full else Where(settlement="" if spot.spot else spot.settlement, spot=spot.spot), max(8, limit - len(what) - 2))
    return f"{what}, {spot.full}"
