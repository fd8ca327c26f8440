"""Promises: a day in an answer by which we shall do something. It is shown, reminded, kept, moved by another answer, or broken."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from incidents.approval.answer_checks import measures
from incidents.dates.find import FoundDate, find_dates
from incidents.ids import AnswerId, DepartmentId, DistrictId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Incident, Status

_CLAUSE = re.compile(r"[^.!?;…\n]+(?:\.(?=\d)[^.!?;…\n]*)*")
_SAYS_AGAIN = re.compile(r"(?<![а-я])(?:напишем|сообщим|ответим|расскажем|покажем|опубликуем|назовем|скажем|дадим)(?![а-я])")
_WILL_BE = re.compile(r"(?<![а-я])(?:будет|будут|намечен\w*|запланирован\w*|планируе\w+)(?![а-я])")
_PAST = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
_NOT_OURS = re.compile(r"(?<![а-я])(?:если|когда|напишите|позвоните|приходите|обратитесь|пришлите|подайте|обещали|обещал)(?![а-я])")
_LOOKED = re.compile(r"\s*проверили[^:]*:")
_FROM = re.compile(r"^(?:с|от)\s", re.IGNORECASE)
_BEFORE = re.compile(r",|(?<!Новый срок):(?!\d)")  # «Новый срок» of `moved_text` says that the deed is the former one
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
    """What an answer promises: the last day it names, and our words about the deeds."""

    due: date
    words: str


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


def promised(text: str, *, today: date) -> Promised | None:
    """What a text promises. Days of what is done already, of conditions and of what others are asked to do are no promises."""
    found = [each for m in _CLAUSE.finditer(text) for each in _of_sentence(m[0], today)]
    if not found:
        return None
    words = ", ".join(dict.fromkeys(deed for _, deed in found if deed))
    return Promised(due=max(day for day, _ in found), words=_short(words))


def _of_sentence(sentence: str, today: date) -> list[tuple[date, str]]:
    """Each date with the deed that stands beside it, for a sentence that speaks of what will be."""
    plain = sentence.lower().replace("ё", "е")
    if _NOT_OURS.search(plain):
        return []
    will = [verb for verb in measures(sentence) if not _PAST.search(verb.lower().replace("ё", "е"))]
    if not will and not _SAYS_AGAIN.search(plain) and not _WILL_BE.search(plain):
        return []
    seen = _LOOKED.match(plain)
    told = seen.end() if seen else 0  # the day of our look is no promise
    dates = [
        each for each in find_dates(sentence, today=today) if each.date >= today and each.start >= told and not _FROM.match(each.words)
    ]
    return [(each.date, _deed(sentence, each, dates)) for each in dates]


def _deed(sentence: str, at: FoundDate, dates: list[FoundDate]) -> str:
    """The words around a date up to the next comma, without the address before a colon: «прочистим трубу»."""
    end = min((other.start for other in dates if other.start > at.start), default=len(sentence))
    start = max((other.end for other in dates if other.end < at.end), default=0)
    left = _BEFORE.split(sentence[start : at.start])[-1]
    right = sentence[at.end : end].split(",", 1)[0]
    return " ".join(f"{left} {right}".split()).strip(" ,:–—-")


def _short(words: str) -> str:
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rsplit(" ", 1)[0] + "…"


def is_broken(promise: Promise, today: date) -> bool:
    """The day is over and nobody said that it is done."""
    return promise.state is PromiseState.BROKEN or (promise.state is PromiseState.OPEN and promise.due < today)


MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def spoken(day: date) -> str:
    """«25 ноября»."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def done_text(promise: Promise, *, given: date, department: str | None) -> str:
    """To the resident when it is done: our own words come back, so nothing needs another form."""
    who = f" Отвечает {department}." if department else ""
    what = f"обещали: «{promise.words}»" if promise.words else f"назвали срок {spoken(promise.due)}"
    return f"Здравствуйте! {spoken(given)} мы {what}. Сделали.{who} Если что-то не так, напишите здесь, вернёмся."


def moved_text(promise: Promise, *, new: date, today: date, reason: str | None, department: str | None) -> str:
    """To the resident about another day (VOICE.md 8.9): sorry only where the first one has passed."""
    what = f" «{promise.words}»" if promise.words else ""
    first = (
        f"Мы обещали{what} до {spoken(promise.due)} и не сделали, извините."
        if promise.due < today
        else f"Срок меняется: обещали{what} до {spoken(promise.due)}, не успеваем."
    )
    why = f" Причина: {reason}." if reason else ""
    who = f", отвечает {department}" if department else ""
    return f"Здравствуйте! {first}{why} Новый срок: сделаем до {spoken(new)}{who}. Накануне напишем здесь, как идёт дело."


def waits_for_its_day(incident: Incident) -> bool:
    """Whether a promise outlives the end of the incident."""
    return incident.status is Status.CLOSED and incident.outcome is ClosingOutcome.PLANNED
