"""A table by an enum has a row for each member, or it is said here which ones it leaves out."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from handlers.acts.history.incident_log_words import UNDONE
from handlers.kit.undo_button import UNDO_LABELS
from incidents.acts.undo import UNDOABLE

BUT = {
    "bot.demo.day.fates.STATES": "NEW ASSIGNED REJECTED",  # whose it is says it; a rejected one has words of its own
    "handlers.acts.lists.incident_lists_words._MINE": "EXECUTOR CHIEF",  # their own list has no other title
    "handlers.acts.history.incident_log_words.UNDONE": (
        "TAKE_IN ANSWER INTERIM FACTS SPLIT NOTE SEE_CONTACT ASK_AUTHOR HELP ORDER DANGER_KNOWN DANGER_CONFIRMED COLLECT REGION "
        "UNDO ESCALATE HAND_OVER"
    ),
    "handlers.acts.history.incident_log_words._REMINDED": "HALF",  # the half of a deadline is a line of the card, no message
    "handlers.answers.facts_words._AHEAD": "YESTERDAY NONE",
    "handlers.answers.facts_words._BEHIND": "TOMORROW FRIDAY NONE",
    "handlers.answers.reactions_words._ENDED": "PASSED",  # no fact says so
    "handlers.approval.approval_menus_words.RETURN_LABELS": "PRIVATE SILENCE",  # the machine returns for these
    "handlers.card.cases_words._DOUBTS": "ROUTE QUESTIONS",
    "handlers.card.layouts_words.EXECUTOR": "NEW_PROPOSED NEW_DANGER NEW_TOPIC NEW_PLACE NEW_QUESTIONS NEW_OUTSIDE RUMOUR DANGER",
    "handlers.kit.undo_button.UNDO_LABELS": (
        "TAKE_IN ANSWER INTERIM FACTS SPLIT NOTE SEE_CONTACT ASK_AUTHOR HELP ORDER DANGER_KNOWN DANGER_CONFIRMED COLLECT REGION "
        "UNDO ESCALATE HAND_OVER"
    ),
    "handlers.card.layouts_words.COORDINATOR": "DANGER_ASSIGNED DANGER_ACCEPTED",
    "handlers.card.layouts_words.LABELS": "SHOW COUNSEL SEVERAL",  # buttons of lists and messages, not of the card
    "handlers.deadlines.reminders_words._MAKERS": "HALF",
    "handlers.danger.who_was_called_words._MANY": "APPROVER HEAD OBSERVER",  # nobody calls them
    "handlers.danger.who_was_called_words._ONE": "APPROVER HEAD OBSERVER",
    "handlers.head.head_lists_data._HOLDERS": "DEPARTMENT OFFICIAL",  # they have names
    "handlers.tables.sheets_data.HEADERS": "DUTY WORKS",
    "bot.storage.health.unreadable._QUEUES": "ANSWERS FILES PHOTOS SOURCES",  # their rows are read one by one
    "collectors.networks.KINDS": "HAND VK_MESSAGES PRIVATE",  # no sources of their own
    "collectors.vk.attachments._SAYS": "AUDIO PLACE REPOST OTHER",  # a song's title is about no street; a place is no attachment of VK
    "handlers.acts.together.ask_for_help._TOASTS": "COLLEAGUE",
    "handlers.acts.lists.list_commands._COMMAND_OF": "FOUND DONE",  # commands of their own handlers
    "handlers.sources.sources.CHANGES": "ADD SHOW ASK_REMOVE TOWN FILTERS STOP_WORDS KEYWORDS",  # screens and questions
    "handlers.tables.sheets._EXPORTS": "APPLY DROP",
    "incidents.acts.coordinator_queue._DOUBTS": "TRIAL",
    "incidents.answers.facts.ENDED_AS": "BY_DATE CHECK CANNOT",  # there is still a day to wait for
    "incidents.deadlines.reminders._HOLDS": "HALF DANGER_ASKED",
    "incidents.desk.answers.answer_versions._TOO_LATE": "DRAFT SCHEDULED CANCELLED",  # not too late: the text is changed
    "incidents.desk.approval.corrected_again._TOO_LATE": "DRAFT APPROVAL SCHEDULED CANCELLED",  # the round says what became of it
    "incidents.desk.effects.EFFECTS": "TAKE_IN ANSWER INTERIM ASK_AUTHOR REGION UNDO ESCALATE HAND_OVER DANGER_ROSE",
    "incidents.desk.intake.take_in.NO_APPEAL": "COMPLAINT REQUEST QUESTION SUGGESTION",
    "incidents.head.summary._BACK": "YESTERDAY",
    "incidents.sameness.match_evidence.PLACE_NAMES": "DIFFERENT UNKNOWN",
    "incidents.role_rights.REFUSALS": (  # they show, and never refuse
        "SORT CHECK_RUMOURS SEE_QUEUE SEE_ROSTER SEE_MISSED_CHATS SEE_APPROVAL CORRECT UNDO UNDO_OF_MACHINE"
    ),
    "incidents.routing.modes.NEXT": "OWN",
    "nlp.text.masks.MARKS": "HOUSE",  # a house keeps its number
    "nlp.topics.fingerprint.MARKS": "HOUSE",
}
"""Members that a table leaves out on purpose."""

LEAST = 3  # members: a table of two is read at a glance


def tables() -> Iterator[tuple[str, Mapping[Any, object]]]:  # Any: keys of any enum
    """Tables of the modules by their names: keys of one enum, at least half of its members."""
    for top in ("bot", "handlers", "collectors", "nlp", "incidents"):
        for found in pkgutil.walk_packages(importlib.import_module(top).__path__, f"{top}."):
            if found.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(found.name)).items():
                if name != "SAYS" and isinstance(value, Mapping) and _is_by_an_enum(value):
                    yield f"{found.name}.{name}", value


def _is_by_an_enum(table: Mapping[Any, object]) -> bool:
    of = type(next(iter(table), None))
    return issubclass(of, Enum) and all(type(key) is of for key in table) and len(of) >= LEAST and 2 * len(table) >= len(of)


TABLES = dict(tables())


def test_a_table_by_an_enum_has_a_row_for_each_member() -> None:
    allowed = {id(TABLES[name]): set(names.split()) for name, names in BUT.items()}
    wrong = {}
    for name, table in TABLES.items():
        missing = {member.name for member in type(next(iter(table))) if member not in table}
        if missing != allowed.get(id(table), set()):
            wrong[name] = missing
    assert not wrong


@pytest.mark.parametrize("name", BUT)
def test_a_named_table_is_there(name: str) -> None:
    assert name in TABLES


def test_the_log_names_every_act_that_can_be_taken_back() -> None:
    assert set(UNDONE) == UNDOABLE


def test_the_button_is_named_for_every_act_that_can_be_taken_back() -> None:
    assert set(UNDO_LABELS) == UNDOABLE
