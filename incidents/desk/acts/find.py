"""Keep what an official looks for with /find.

The pages of the list know it from there. What was seen is written down: numbers, never the words.
"""

from datetime import datetime

from incidents.acts.looks import FOUND_PAGE, Look, LookKind
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.official import Official
from incidents.places.find_text import find_query
from incidents.transaction import Transaction

LONGEST = 200


async def look_for(tx: Transaction, words: str, *, by: Official, now: datetime) -> None:
    """Keep the words, and write down what the first page shows. Raises DomainError where they hold nothing to look for."""
    await tx.search.keep(by.id, checked_words(words))
    await note_page(tx, 0, by=by, now=now)


def checked_words(words: str) -> str:
    """The words as they are kept. Raises DomainError where they hold nothing to look for."""
    kept = words[:LONGEST]
    request = find_query(kept)
    if request.number is None and not request.stems:
        raise DomainError("Здесь нет ни слов, ни номера. Напишите, например: Строителей 14")
    return kept


async def note_page(tx: Transaction, page: int, *, by: Official, now: datetime) -> None:
    """Write down which cards a page of what was found shows."""
    found = await tx.search.find(find_query(await tx.search.last(by.id) or ""), reader=by, limit=(page + 1) * FOUND_PAGE)
    seen: list[IncidentId | None] = [each.id for each in found[page * FOUND_PAGE :]]
    await tx.looks.add([Look(incident_id=id, by=by.id, at=now, how=LookKind.FOUND) for id in seen or [None]])
