"""Where a reading leads now: the district's rules, who is enrolled, and how the department works."""

from collections.abc import Sequence

from incidents.desk.likely import staffed
from incidents.modes import by_mode
from incidents.ports import Transaction
from incidents.reading import Reading
from incidents.routing import Question, Route, questions, route


async def way_of(tx: Transaction, reading: Reading) -> Route:
    """The route that a card of this reading takes. Whoever opens or re-routes a card asks here, or a trial week would leak."""
    modes = {each.id: each.mode for each in await tx.departments()}
    found = route(reading, rules=await tx.rules(), staffed=staffed(await tx.officials()))
    return by_mode(found, modes, reading.danger_grade)


async def questions_of(tx: Transaction, reading: Reading) -> Sequence[Question]:
    """The questions of one post with their departments; () where one department answers them all."""
    return questions(reading, rules=await tx.rules(), staffed=staffed(await tx.officials()))
