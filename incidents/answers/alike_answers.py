"""One text for several cards: its answers, its messages.

A batch has one author and one moment, and its guids end alike; no table keeps it.
"""

from collections.abc import Iterator, Sequence

from incidents.answers.store import Answers
from incidents.answers.values import Answer
from incidents.ids import IncidentId
from incidents.outbox_message import AboutAnswer, AboutOfficial

_OWN = 16
"""Code points of a guid that are an answer's own; repetitions in other places begin with them."""


class AskAlike(AboutOfficial, code="ask_alike"):
    """«Ответить» of «Несколько сразу»: one text for these cards."""

    incidents: tuple[IncidentId, ...]


class AlikeNow(AboutAnswer, code="alike"):
    """The batch of this answer. `left`: cards that take none; `unfit`: of which the text is not true."""

    left: tuple[IncidentId, ...] = ()
    unfit: tuple[IncidentId, ...] = ()


def guids_alike(guids: Iterator[str]) -> Iterator[str]:
    """Guids of one batch, made of random ones."""
    tail = next(guids)[_OWN:]
    return (f"{each[:_OWN]}{tail}" for each in guids)


def batch_of(one: Answer) -> str:
    """The same for all answers of a batch, another for any other."""
    return one.guid[_OWN:] or one.guid


async def alike_of(answers: Answers, one: Answer) -> Sequence[Answer]:
    """The batch of an answer by numbers, or it alone."""
    written = await answers.written_at(one.author_id, one.created_at)
    return [each for each in written if batch_of(each) == batch_of(one)] or [one]
