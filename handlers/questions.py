"""All questions that a dialogue may ask: each module of handlers that asks brings its own."""

from collections.abc import Mapping

from handlers import (
    amending,
    approvals,
    correcting,
    duty,
    facts,
    find,
    leave,
    mass,
    merging,
    notes,
    outside,
    promises,
    region,
    waiting,
    works,
)
from handlers.asking import Question

QUESTIONS: Mapping[str, Question] = {
    **amending.QUESTIONS,
    **approvals.QUESTIONS,
    **correcting.QUESTIONS,
    **facts.QUESTIONS,
    **merging.QUESTIONS,
    **duty.QUESTIONS,
    **find.QUESTIONS,
    **leave.QUESTIONS,
    **mass.QUESTIONS,
    **notes.QUESTIONS,
    **promises.QUESTIONS,
    **outside.QUESTIONS,
    **region.QUESTIONS,
    **waiting.QUESTIONS,
    **works.QUESTIONS,
}
