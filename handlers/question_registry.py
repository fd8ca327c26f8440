"""All questions that a dialogue may ask.

Each module of handlers that asks brings its own.
"""

from collections.abc import Mapping

from handlers.acts import find, merge_and_split, notes, outside, postponed
from handlers.acts.together import coexecutors
from handlers.advice import advice
from handlers.answers import answer_correction, drafting, facts
from handlers.answers.everyone import everyone
from handlers.answers.templates import templates
from handlers.approval import approvals, lawyer
from handlers.deadlines import norms
from handlers.duty import duty
from handlers.head import head_agenda, head_lists, orders
from handlers.intake import by_hand, mass, rumours
from handlers.kit.question_dialogue import Question
from handlers.people import department_contacts, leave, person_card
from handlers.privacy import erase
from handlers.promises import planning, promises
from handlers.region import region
from handlers.routing import correct_reading, modes, rules
from handlers.sources import sources
from handlers.works import works

QUESTIONS: Mapping[str, Question] = {
    **advice.QUESTIONS,
    **head_agenda.QUESTIONS,
    **answer_correction.QUESTIONS,
    **everyone.QUESTIONS,
    **approvals.QUESTIONS,
    **by_hand.QUESTIONS,
    **department_contacts.QUESTIONS,
    **correct_reading.QUESTIONS,
    **lawyer.QUESTIONS,
    **drafting.QUESTIONS,
    **duty.QUESTIONS,
    **erase.QUESTIONS,
    **facts.QUESTIONS,
    **find.QUESTIONS,
    **head_lists.QUESTIONS,
    **leave.QUESTIONS,
    **mass.QUESTIONS,
    **merge_and_split.QUESTIONS,
    **modes.QUESTIONS,
    **norms.QUESTIONS,
    **notes.QUESTIONS,
    **orders.QUESTIONS,
    **outside.QUESTIONS,
    **person_card.QUESTIONS,
    **planning.QUESTIONS,
    **promises.QUESTIONS,
    **region.QUESTIONS,
    **rumours.QUESTIONS,
    **rules.QUESTIONS,
    **sources.QUESTIONS,
    **templates.QUESTIONS,
    **coexecutors.QUESTIONS,
    **postponed.QUESTIONS,
    **works.QUESTIONS,
}
