"""Keep what an official looks for with /find.

The pages of the list know it from there.
"""

from incidents.errors import DomainError
from incidents.official import Official
from incidents.places.find_text import find_query
from incidents.transaction import Transaction

LONGEST = 200


async def look_for(tx: Transaction, words: str, *, by: Official) -> None:
    """Keep the words. Raises DomainError where they hold nothing to look for."""
    kept = words[:LONGEST]
    request = find_query(kept)
    if request.number is None and not request.stems:
        raise DomainError("Здесь нет ни слов, ни номера. Напишите, например: Строителей 14")
    await tx.search.keep(by.id, kept)
