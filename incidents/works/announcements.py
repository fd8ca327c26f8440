"""Announcements of utilities and institutions: what works they tell of.

Pure: told anew from the post whenever it is shown or entered.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from incidents.dates.find import find_dates
from incidents.places.values import PlaceBook
from incidents.posts import StoredPost
from incidents.reading import Kind, Mood, PlaceKind, Reading
from incidents.works.rows import DEFAULT_TEXT, LONGEST
from incidents.works.table import family_in
from incidents.works.values import MAX_PLACES, WorkPlace
from incidents.works.when import CellTimes, lasting, said_in

_READ = 1_500  # code points: an announcement says it all at once
_OFFICIAL = re.compile(
    r"(?<![а-я])(?:уважаемые (?:жители|абоненты|потребители|граждане|пассажиры)|доводим до (?:вашего )?сведения"
    r"|информиру(?:ет|ем)|сообщает|в связи с (?:проведением|ремонт|планов|аварийн|необходим|устранением)"
    r"|планов(?:ое|ые|ых|ым) (?:отключени|ремонт|работ)|рэс(?![а-я]))"
)
_AHEAD = re.compile(
    r"(?<![а-я])(?:буд(?:ет|ут) (?:временно )?(?:отключ|прекращ|огранич|приостан|перекры|отмен|закры|производ|провод|отсутств|обесточ)"
    r"|планируется|запланирован|состоится|временно (?:не будет|прекращ|огранич|перекр)"
    r"|(?:отключение|ограничение) [а-я]+(?: [а-я]+)? (?:будет|с |на ))"
)
_RESIDENTS = re.compile(
    r"\?|(?<![а-я])(?:почему|когда же|сколько можно|опять|снова|обещали|у (?:нас|меня)|нам|мне|мы|я|так и не|до сих пор|спасибо"
    r"|надоел[аои]?|от жителей|требуем)(?![а-я])"
)
_DAY = re.compile(
    r"\b\d{1,2} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\b\d{1,2}\.\d{2}\.\d{2,4}\b|(?<![а-я])завтра(?![а-я])"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\bс \d{1,2}\b")

_ASKING = frozenset({Kind.COMPLAINT, Kind.REQUEST, Kind.QUESTION, Kind.SUGGESTION})

NO_FAMILY = "не сказано, что отключают или ремонтируют"
NO_PLACE = "не сказано, где"
OVER = "уже прошло"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """Works that an announcement tells of. `lacks`: what it does not say; then there is nothing to enter."""

    family: str | None
    places: tuple[WorkPlace, ...]
    since: datetime | None
    until: datetime | None
    lacks: str | None

    @property
    def text(self) -> str:
        """What is done, in few words."""
        return DEFAULT_TEXT[self.family] if self.family else ""


def is_announcement(text: str, reading: Reading) -> bool:
    """Whether somebody who does the works speaks: officially, of what will be, with a day or an hour.

    Residents who complain speak of themselves, or ask. Whatever the reader takes for an appeal is one, in official words too:
    a card too many is closed by a press, a complaint taken for an announcement waits for nobody.
    """
    plain = " ".join(text[:_READ].lower().replace("ё", "е").split())
    if _is_heard(reading) or _RESIDENTS.search(plain):
        return False
    is_dated = _CLOCK.search(plain) is not None or _DAY.search(plain) is not None
    signs = (_OFFICIAL.search(plain) is not None, _AHEAD.search(plain) is not None, is_dated)
    return any(signs[:2]) and sum(signs) > 1 and (family_in(plain) is not None or signs[0])


def _is_heard(reading: Reading) -> bool:
    """Whether the reader hears somebody in trouble."""
    asks = reading.is_appeal and reading.kind in _ASKING
    return reading.danger or reading.danger_asked or reading.mood is Mood.ANGRY or asks


def announced(post: StoredPost, reading: Reading, book: PlaceBook, *, now: datetime, timezone: tzinfo) -> Announced:
    """What the announcement says of the works, by the day it was written on."""
    family, places = family_in(post.post.text[:_READ]), _places(reading, book)
    span = _span(post, reading, timezone)
    since, until = span if not isinstance(span, str) else (None, None)
    late = OVER if until is not None and until <= now else None
    lacks = (None if family else NO_FAMILY) or (None if places else NO_PLACE) or (span if isinstance(span, str) else late)
    return Announced(family=family, places=places, since=since, until=until, lacks=lacks)


def _places(reading: Reading, book: PlaceBook) -> tuple[WorkPlace, ...]:
    """Streets that the gazetteer knows; without any, the settlement."""
    ids = [each.place_id for each in reading.places if each.kind is PlaceKind.STREET and each.place_id]
    town = reading.main.settlement_id
    spots = [spot for id in dict.fromkeys([*ids, reading.main.street_id]) if id and (spot := book.of(id)) is not None]
    if not spots and town is not None:
        spots = [spot for spot in (book.of(town),) if spot is not None]
    found = [
        WorkPlace(
            settlement_id=spot.place.settlement_id,
            street_id=spot.place.street_id,
            title=", ".join(filter(None, (spot.place.settlement, spot.place.street))),
        )
        for spot in spots
    ]
    return tuple(found[:MAX_PLACES])


def _span(post: StoredPost, reading: Reading, timezone: tzinfo) -> tuple[datetime, datetime] | str:
    """The days and hours of the sentences that name some; numbers inside places say no time."""
    text = post.post.text
    for place in reading.places:
        start, end = place.span
        text = text[:start] + " " * (end - start) + text[end:]
    written = post.post.published_at
    today = written.astimezone(timezone).date()
    told = [each for each in re.split(r"[\n!;]|\.(?=\s)", text[:_READ]) if _CLOCK.search(each.lower()) or find_dates(each, today=today)]
    said = said_in(" ".join(told), now=written, timezone=timezone)
    span = lasting(day=CellTimes(), since=CellTimes(), until=CellTimes(), both=said, default=None, timezone=timezone)
    if isinstance(span, str):
        return span
    return span if span[1] - span[0] <= LONGEST else "дольше года, проверьте дату"
