"""The table of effects: what each act changes beside the status.

A module for each matter brings its own `EFFECTS`. An act without a row has no button yet.
"""

from collections.abc import Mapping

from incidents.desk import second_questions
from incidents.desk.acts import (
    ask_for_help,
    close_and_reopen,
    coexecutors,
    disputes,
    merge_and_split,
    notes_and_delays,
    postpone_or_pass_outside,
)
from incidents.desk.answers import facts
from incidents.desk.danger import confirm_danger
from incidents.desk.effect import Effect, UndoEffect
from incidents.desk.head import give_order
from incidents.desk.intake import contacts, mark_rumour
from incidents.desk.routing import accept_return_assign, correct_reading, take_new_text
from incidents.incident import Act

EFFECTS: Mapping[Act, Effect] = {
    **accept_return_assign.EFFECTS,
    **close_and_reopen.EFFECTS,
    **disputes.EFFECTS,
    **correct_reading.EFFECTS,
    **take_new_text.EFFECTS,
    **second_questions.EFFECTS,
    **merge_and_split.EFFECTS,
    **notes_and_delays.EFFECTS,
    **coexecutors.EFFECTS,
    **postpone_or_pass_outside.EFFECTS,
    **facts.EFFECTS,  # of a co-executor too
    **confirm_danger.EFFECTS,
    **ask_for_help.EFFECTS,
    **give_order.EFFECTS,
    **mark_rumour.EFFECTS,
    **contacts.EFFECTS,
}
"""The act → what it does."""

UNDOES: Mapping[Act, UndoEffect] = {
    **give_order.UNDOES,
    **merge_and_split.UNDOES,
    **close_and_reopen.UNDOES,
    **notes_and_delays.UNDOES,
    **postpone_or_pass_outside.UNDOES,
}
"""The act → what taking it back changes beside the incident itself, whose fields come back by themselves."""
