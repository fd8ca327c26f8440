"""All questions that a dialogue may ask: each module of handlers that asks brings its own."""

from collections.abc import Mapping

from handlers import (
    amending,
    approvals,
    by_hand,
    correcting,
    duty,
    facts,
    find,
    leave,
    mass,
    merging,
    modes,
    norms,
    notes,
    orders,
    outside,
    planning,
    promises,
    region,
    templates,
    together,
    waiting,
    works,
)
from handlers.asking import Question

QUESTIONS: Mapping[str, Question] = {
    **amending.QUESTIONS,
    **approvals.QUESTIONS,
    **by_hand.QUESTIONS,
    **correcting.QUESTIONS,
    **duty.QUESTIONS,
    **facts.QUESTIONS,
    **find.QUESTIONS,
    **leave.QUESTIONS,
    **mass.QUESTIONS,
    **merging.QUESTIONS,
    **modes.QUESTIONS,
    **norms.QUESTIONS,
    **notes.QUESTIONS,
    **orders.QUESTIONS,
    **outside.QUESTIONS,
    **planning.QUESTIONS,
    **promises.QUESTIONS,
    **region.QUESTIONS,
    **templates.QUESTIONS,
    **together.QUESTIONS,
    **waiting.QUESTIONS,
    **works.QUESTIONS,
}
