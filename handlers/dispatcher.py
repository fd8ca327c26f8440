"""The dispatcher: routers in their order. Enrolment first, then strangers are turned away, then officials, then the last word."""

from functools import cache

from aiogram import Dispatcher
from aiogram.fsm.storage.base import BaseStorage

from handlers import (
    amending,
    answer_all,
    answers,
    approvals,
    by_hand,
    cards,
    clarify,
    correcting,
    danger,
    duty,
    facts,
    files,
    find,
    follow_up,
    groups,
    help,
    last,
    leave,
    lists,
    mass,
    menus,
    merging,
    modes,
    night,
    norms,
    notes,
    orders,
    outside,
    people,
    promises,
    region,
    returning,
    sheets,
    staff,
    templates,
    together,
    waiting,
    works,
)
from handlers.asking import asking
from handlers.questions import QUESTIONS


@cache
def dispatcher(storage: BaseStorage) -> Dispatcher:
    """The dispatcher of our routers: one a process, since an aiogram router has one parent. It keeps nothing between updates."""
    made = Dispatcher(storage=storage)
    made.include_routers(
        people.newcomers,
        groups.changes,
        people.strangers,
        lists.commands,
        approvals.commands,
        find.router,
        menus.router,
        modes.router,
        orders.replies,
        night.router,
        norms.router,
        returning.router,
        region.router,
        mass.router,
        works.router,
        answer_all.router,
        by_hand.router,
        staff.router,
        templates.router,
        notes.router,
        danger.router,
        orders.router,
        help.router,
        waiting.router,
        outside.router,
        correcting.router,
        merging.router,
        clarify.router,
        together.router,
        leave.router,
        duty.router,
        sheets.router,
        groups.router,
        facts.router,
        promises.router,
        follow_up.router,
        cards.router,
        approvals.router,
        answers.router,
        amending.router,
        asking(QUESTIONS),
        files.router,
        lists.rest,
        last.router,
    )
    return made
