"""What each act changes beside the status: a module for each matter brings its own `EFFECTS`. An act without a row has no button yet."""

from collections.abc import Mapping

from incidents.desk.effects import (
    correcting,
    danger,
    ending,
    facts,
    help,
    merging,
    ordering,
    routing,
    rumour,
    said,
    together,
    waiting,
)
from incidents.desk.effects.call import Call, Change, Choice, Effect, UndoEffect
from incidents.incident import Act

__all__ = ["EFFECTS", "UNDOES", "Call", "Change", "Choice", "Effect", "UndoEffect"]

EFFECTS: Mapping[Act, Effect] = {
    **routing.EFFECTS,
    **ending.EFFECTS,
    **correcting.EFFECTS,
    **merging.EFFECTS,
    **said.EFFECTS,
    **together.EFFECTS,
    **waiting.EFFECTS,
    **facts.EFFECTS,  # of a co-executor too
    **danger.EFFECTS,
    **help.EFFECTS,
    **ordering.EFFECTS,
    **rumour.EFFECTS,
}
"""The act → what it does."""

UNDOES: Mapping[Act, UndoEffect] = {
    **merging.UNDOES,
    **ending.UNDOES,
    **said.UNDOES,
    **waiting.UNDOES,
}
"""The act → what taking it back changes beside the incident itself, whose fields come back by themselves."""
