"""Read-only questions about the head's day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.answers.values import ANSWERING, Answer, AnswerKind
from incidents.head.head_agenda import REPEATED, Matter, matters
from incidents.head.store import AgendaStores
from incidents.incident import Incident

ANSWERED = ANSWERING | {AnswerKind.POST}


async def known_matters(tx: AgendaStores, *, now: datetime) -> list[Matter]:
    """Everything that the head may be asked, as it stands now."""
    since = now - REPEATED
    found = matters(
        open_now=await tx.incidents.unfinished(),
        lately=await tx.agenda.opened(since, now),
        broken=await tx.promises.broken(),
        voices=await tx.voices.count_by_incident(since, now),
        marks=await tx.agenda.marks(),
        now=now,
    )
    answers = await tx.answers.of_each([each.incident.id for each in found])
    return [_with_answer(each, answers.get(each.incident.id, ())) for each in found]


def _with_answer(matter: Matter, answers: Sequence[Answer]) -> Matter:
    """The matter with what residents were told last."""
    out = [(each.published_at, each.text) for each in answers if each.kind in ANSWERED]
    told = max(((at, text) for at, text in out if at is not None), default=None)
    return matter if told is None else replace(matter, answered_at=told[0], answer=told[1])


QUIET = timedelta(days=7)
"""A closed card that has been silent so long need not be watched."""


def incidents_to_let_go(incidents: Sequence[Incident], *, now: datetime) -> list[Incident]:
    """Closed and silent for a week: they may be let go."""
    return [each for each in incidents if each.closed_at is not None and now - each.closed_at >= QUIET]
