"""Facts of a department: done, by a day, to check, cannot, why.

They stand apart from the answer's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from incidents.answers.values import AnswerKind
from incidents.ids import IncidentId, OfficialId
from incidents.incident import ClosingOutcome


class FactKind(StrEnum):
    """What a department says of the deed. Codes stand in buttons for years: add, never rename."""

    DONE = "done"
    BY_DATE = "by_date"
    CHECK = "check"
    CANNOT = "cannot"
    PLANNED = "planned"  # of a suggestion: it goes into a plan that has a day
    DECLINED = "declined"  # of a suggestion: why it will not be
    EXPLAINED = "explained"  # why it is so, by which law or plan, where to look, by when


OF_SUGGESTIONS = frozenset({FactKind.PLANNED, FactKind.DECLINED})
"""What is said of a wish, and never of a trouble."""

IN_WORDS = OF_SUGGESTIONS | {FactKind.EXPLAINED}
"""Told by words alone: no photo shows it, and the card may be closed by it at once."""

ENDED_AS: Mapping[FactKind, ClosingOutcome] = {
    FactKind.DONE: ClosingOutcome.DONE,
    FactKind.PLANNED: ClosingOutcome.PLANNED,
    FactKind.DECLINED: ClosingOutcome.REFUSED,
    FactKind.EXPLAINED: ClosingOutcome.EXPLAINED,
}
"""As what a card may be closed once such a fact is told."""


ANSWERED_AS: Mapping[FactKind, AnswerKind] = {
    FactKind.DONE: AnswerKind.FINAL,
    FactKind.BY_DATE: AnswerKind.FINAL,
    FactKind.CHECK: AnswerKind.INTERIM,  # what was found is still to be told
    FactKind.CANNOT: AnswerKind.FINAL,
    FactKind.PLANNED: AnswerKind.FINAL,
    FactKind.DECLINED: AnswerKind.FINAL,
    FactKind.EXPLAINED: AnswerKind.FINAL,
}
"""What the resident gets by such a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact, given by an official of the department."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    at: datetime
    kind: FactKind
    day: date | None = None  # when it was, or will be, done; when it will be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is done about a topic, and which plan the district has of it.

    The deed stands in three forms, so that no template has to decline a verb.
    """

    will: str  # «откачает воду»: the department
    we: str  # «откачаем воду»
    done: str  # «воду откачали»
    plan: str = ""  # «программа газификации области до 2030 года»
    where: str = ""  # «сайт округа, раздел «Газификация»»: where it is read


NO_MEASURE = Measure(will="", we="", done="")
"""For a topic whose measure the district has not named: the official is asked."""


def measure_of(measures: Mapping[str, Measure], *, topic: str, group: str) -> Measure:
    """The topic's measure, else its group's, else the general one."""
    return measures.get(topic) or measures.get(group) or NO_MEASURE
