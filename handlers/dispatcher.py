"""The dispatcher: routers in their order.

Enrolment first, then strangers are turned away, then officials, then the last word.
"""

from functools import cache

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from handlers import fallback, settings_log
from handlers.acts import cards, entrust, find, look, merge_and_split, notes, outside, postponed, similar_pairs, split_post
from handlers.acts.history import return_undo_history
from handlers.acts.lists import list_commands
from handlers.acts.together import ask_for_help, coexecutors
from handlers.advice import advice
from handlers.answers import (
    answer_correction,
    answer_dialogue,
    ask_author,
    edited_messages,
    facts,
    previews,
    previous_answer,
    reactions,
    thanks,
)
from handlers.answers.everyone import everyone
from handlers.answers.templates import templates
from handlers.approval import approvals, lawyer, return_undo
from handlers.danger import danger
from handlers.deadlines import night_digest, norms
from handlers.duty import duty
from handlers.head import head_agenda, head_lists, orders
from handlers.intake import by_hand, journal, mass, new_text, one_author, rumours
from handlers.kit import menus
from handlers.kit.question_dialogue import asking
from handlers.people import department_contacts, department_groups, enrolment, leave, person_card
from handlers.people import people as staff
from handlers.privacy import erase
from handlers.promises import planning, promises
from handlers.question_registry import QUESTIONS
from handlers.reading_gate import ReadingGate
from handlers.region import region
from handlers.routing import correct_reading, modes, rules
from handlers.sources import chats, sources
from handlers.tables import incoming_files, sheets
from handlers.works import works


@cache
def dispatcher(storage: BaseStorage) -> Dispatcher:
    """The dispatcher of our routers: one a process, since an aiogram router has one parent. It keeps nothing between updates."""
    made = Dispatcher(storage=storage)
    made.callback_query.middleware(ReadingGate())
    made.include_routers(
        enrolment.newcomers,
        department_groups.changes,
        enrolment.strangers,
        chats.commands,
        list_commands.commands,
        approvals.commands,
        find.router,
        menus.router,
        modes.router,
        orders.replies,
        night_digest.router,
        norms.router,
        advice.router,
        settings_log.router,
        erase.router,
        return_undo_history.router,
        look.router,
        region.router,
        mass.router,
        works.router,
        one_author.router,
        everyone.router,
        by_hand.router,
        journal.router,
        staff.router,
        department_contacts.router,
        templates.router,
        notes.router,
        danger.router,
        orders.router,
        head_agenda.router,
        head_lists.router,
        ask_for_help.router,
        postponed.router,
        outside.router,
        correct_reading.router,
        new_text.router,
        merge_and_split.router,
        split_post.router,
        similar_pairs.router,
        ask_author.router,
        coexecutors.router,
        leave.router,
        duty.router,
        sheets.router,
        rules.router,
        sources.router,
        chats.router,
        department_groups.router,
        facts.router,
        promises.router,
        reactions.router,
        previous_answer.router,
        rumours.router,
        thanks.router,
        lawyer.router,
        person_card.router,
        entrust.router,
        planning.router,
        cards.router,
        approvals.router,
        return_undo.router,
        previews.router,
        answer_dialogue.router,
        edited_messages.router,
        answer_correction.router,
        asking(QUESTIONS),
        incoming_files.router,
        list_commands.rest,
        fallback.router,
    )
    return made
