"""Promises: the day in an answer by which we act.

Shown, reminded, kept, moved by another answer, or broken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from incidents.dates.find import FoundDate, find_dates
from incidents.dates.hours import time_in
from incidents.dates.russian import date_words, dated
from incidents.ids import AnswerId, DepartmentId, DistrictId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.measures import SAYS_AGAIN, measures

_CLAUSE = re.compile(r"[^.!?;…\n]+(?:\.(?=\d)[^.!?;…\n]*)*")
_WILL_BE = re.compile(r"(?<![а-я])(?:будет|будут|намечен\w*|запланирован\w*|планируе\w+)(?![а-я])")
_PAST = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
_NOT_OURS = re.compile(r"(?<![а-я])(?:если|когда|напишите|позвоните|приходите|обратитесь|пришлите|подайте|обещали|обещал)(?![а-я])")
_LOOKED = re.compile(r"\s*проверили[^:]*:")
_FROM = re.compile(r"^(?:с|от)\s", re.IGNORECASE)
_BEFORE = re.compile(r",|(?<!Новый срок):(?!\d)")  # «Новый срок» of `moved_text` says that the deed is the former one
_HOUSE = re.compile(r"^\s*(?:(?:д(?:ом)?|к(?:орп(?:ус)?)?|стр)\.?\s*)?\d+\s?[а-яё]?(?:[/-]\d+)?(?![\w:])", re.IGNORECASE)
_CLOCK = r"(?:до|ко?|во?|не\s+позднее|не\s+позже)\s+(?:\d{1,2}[:.]\d\d|\d{1,2}\s+час(?:ов|ам?|у)?)(?:\s+(?:утра|дня|вечера))?(?![\d:])"
_HOUR_AFTER = re.compile(rf"[\s,]*{_CLOCK}", re.IGNORECASE)
_HOUR_BEFORE = re.compile(rf"(?<![а-яё]){_CLOCK}[\s,]*$", re.IGNORECASE)
_WORDS = 160


class PromiseState(StrEnum):
    """What became of it. Codes stand in the database."""

    OPEN = "open"
    KEPT = "kept"
    MOVED = "moved"  # another answer names another day
    BROKEN = "broken"  # the day is over and nobody said that it is done
    DROPPED = "dropped"  # the incident ended otherwise


STANDING = frozenset({PromiseState.OPEN, PromiseState.BROKEN})
"""What still asks for «Сделано» or «Новый срок»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One day that an answer names, our words about it, and the hour where it names one."""

    due: date
    words: str
    hour: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to a resident. `due` is a local day; `broken_at` stays when it is kept or moved late."""

    id: int
    district_id: DistrictId
    incident_id: IncidentId
    answer_id: AnswerId
    official_id: OfficialId  # who gave it
    department_id: DepartmentId | None
    due: date
    words: str
    state: PromiseState
    made_at: datetime
    settled_at: datetime | None = None
    broken_at: datetime | None = None
    reminded_at: datetime | None = None
    hour: time | None = None  # by the district's clock

    @property
    def until(self) -> str:
        """«25 ноября, 12:00»; the year where it is not the one in which the promise was given."""
        year = f" {self.due.year} года" if self.due.year != self.made_at.year else ""
        hour = f", {self.hour.hour}:{self.hour.minute:02}" if self.hour else ""
        return f"{date_words(self.due)}{year}{hour}"


def promised(text: str, *, today: date) -> tuple[Promised, ...]:
    """What a text promises, a day each, in the order of days.

    Days of what is done already, of conditions and of what others are asked to do are no promises.
    """
    found = [each for m in _CLAUSE.finditer(text) for each in _of_sentence(m[0], today)]
    made = []
    for due in sorted({each.due for each in found}):
        there = [each for each in found if each.due == due]
        words = ", ".join(dict.fromkeys(each.words for each in there if each.words))
        made.append(Promised(due=due, words=_short(words), hour=max((each.hour for each in there if each.hour), default=None)))
    return tuple(made)


def _of_sentence(sentence: str, today: date) -> list[Promised]:
    """Each date with the deed that stands beside it, for a sentence that speaks of what will be."""
    plain = sentence.lower().replace("ё", "е")
    if _NOT_OURS.search(plain):
        return []
    will = [verb for verb in measures(sentence) if not _PAST.search(verb.lower().replace("ё", "е"))]
    if not will and not SAYS_AGAIN.search(plain) and not _WILL_BE.search(plain):
        return []
    seen = _LOOKED.match(plain)
    told = seen.end() if seen else 0  # the day of our look is no promise
    dates = [
        each for each in find_dates(sentence, today=today) if each.date >= today and each.start >= told and not _FROM.match(each.words)
    ]
    return [_beside(sentence, each, dates) for each in dates]


def _beside(sentence: str, at: FoundDate, dates: list[FoundDate]) -> Promised:
    """The words around a date up to the next comma, without the address before it and the hour beside it: «прочистим трубу»."""
    end = min((other.start for other in dates if other.start > at.start), default=len(sentence))
    start = max((other.end for other in dates if other.end < at.end), default=0)
    parts = _BEFORE.split(sentence[start : at.start])
    left = _HOUSE.sub("", parts[-1]) if len(parts) > 1 or _HOUSE.fullmatch(parts[-1].rstrip()) else parts[0]
    right = sentence[at.end : end]
    hour = _HOUR_AFTER.match(right) or _HOUR_BEFORE.search(left)
    if hour is not None and hour.string is right:
        right = right[hour.end() :]
    elif hour is not None:
        left = left[: hour.start()]
    words = " ".join(f"{left} {right.split(',', 1)[0]}".split()).strip(" ,:–—-")
    return Promised(due=at.date, words=words, hour=time_in(hour[0].lower().replace("ё", "е")) if hour else None)


def _short(words: str) -> str:
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rsplit(" ", 1)[0] + "…"


def is_broken(promise: Promise, today: date) -> bool:
    """The day is over and nobody said that it is done."""
    return promise.state is PromiseState.BROKEN or (promise.state is PromiseState.OPEN and promise.due < today)


def first_standing(promises: Iterable[Promise]) -> Promise | None:
    """The one that «Сделано» and «Новый срок» speak of: it is due first."""
    return min((each for each in promises if each.state in STANDING), key=lambda each: (each.due, each.id), default=None)


def done_text(promise: Promise, *, given: date, department: str | None) -> str:
    """To the resident when it is done: our own words come back, so nothing needs another form."""
    who = f" Отвечает {department}." if department else ""
    what = f"обещали: «{promise.words}»" if promise.words else f"назвали срок {promise.until}"
    return f"Здравствуйте! {date_words(given)} мы {what}. Сделали.{who} Если что-то не так, напишите здесь, вернёмся."


def moved_text(promise: Promise, *, new: date, today: date, reason: str | None, department: str | None) -> str:
    """To the resident about another day (docs/voice.md, «For any topic»): sorry only where the first one has passed."""
    what = f" «{promise.words}»" if promise.words else ""
    first = (
        f"Мы обещали{what} до {promise.until} и не сделали, извините."
        if promise.due < today
        else f"Срок меняется: обещали{what} до {promise.until}, не успеваем."
    )
    why = f" Причина: {reason}." if reason else ""
    who = f", отвечает {department}" if department else ""
    return f"Здравствуйте! {first}{why} Новый срок: сделаем до {dated(new, today)}{who}. Накануне напишем здесь, как идёт дело."


def waits_for_its_day(incident: Incident) -> bool:
    """Whether a promise outlives the end of the incident: it is planned, or done and nobody told the resident."""
    return incident.status is Status.CLOSED and incident.outcome in {ClosingOutcome.PLANNED, ClosingOutcome.DONE}
