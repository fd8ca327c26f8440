"""Choices of acts by the names of their fields, as tests write them: `act(id, Act.CLOSE, "ann", outcome=…)`."""

import sys
from dataclasses import fields
from typing import Any

from incidents.desk.effect import Choice
from incidents.desk.effects import EFFECTS
from incidents.incident import Act


def choices_of(what: Act) -> list[type[Choice]]:
    """Classes of what may be chosen with the act. A class with slots is made twice: the one that stands in its module counts."""
    assert what in EFFECTS  # whoever imports them has imported every class
    made = [each for each in Choice.__subclasses__() if getattr(sys.modules[each.__module__], each.__name__, None) is each]
    return [each for each in made if each.of is what]


def choice_of(what: Act, **chosen: Any) -> Choice:  # Any: fields of whatever class it is
    """The choice that has these fields. Raises TypeError where none has."""
    for each in choices_of(what):
        if chosen.keys() <= {field.name for field in fields(each)}:
            return each(**chosen)
    raise TypeError(f"{what} has no choice with {sorted(chosen)}")
