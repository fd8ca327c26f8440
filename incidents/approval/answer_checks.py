"""Checks of an answer for its approver: what, when, who.

And what in it asks for care.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from incidents.dates.find import find_dates
from incidents.measures import measures
from incidents.stemming import plain

_OWNER = re.compile(r"отвеча|отдел|бригад|служб|управлени|комитет|дежурн|следит|вед[её]т|водоканал|теплосет|перевозчик|подрядчик|мастер")
_PROSECUTOR = re.compile(r"(?<![а-яё])прокур(?:атур|ор)")
_COURT = re.compile(r"(?<![а-яё])(?:следственн\w+ комитет|бастрыкин|жалоб\w+ президенту|подам в суд|пода[ёе]м в суд)")
_QUARREL = 3
"""So many comments of angry people make a quarrel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a good answer has."""

    measure: bool
    when: bool
    owner: bool
    length: int


def checks(text: str, *, department: str | None, today: date) -> Checks:
    """Whether a measure, a date and an owner are named. A department is named by its title or by what such a line looks like."""
    words = plain(text)
    named = bool(department) and plain(department or "").removeprefix("отдел ") in words
    return Checks(
        measure=bool(measures(text)), when=bool(find_dates(text, today=today)), owner=named or bool(_OWNER.search(words)), length=len(text)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer that the same author has read before."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautions:
    """What asks for care; a field that is empty says nothing."""

    quarrel: bool = False
    prosecutor: bool = False
    court: bool = False
    same_at: datetime | None = None


def cautions(text: str, *, said: str, angry: int, told: Sequence[Told]) -> Cautions:
    """`said`: the resident's words, `angry`: comments of angry people in the thread, `told`: what their author was answered before."""
    words = plain(said) + " " + plain(text)
    same = [each.at for each in told if each.text.split() == text.split()]
    return Cautions(
        quarrel=angry >= _QUARREL,
        prosecutor=bool(_PROSECUTOR.search(words)),
        court=bool(_COURT.search(words)),
        same_at=max(same, default=None),
    )
