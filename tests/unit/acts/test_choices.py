"""What may be chosen with an act: a class beside each effect."""

from dataclasses import fields

import pytest

from incidents.desk.effect import Choice
from incidents.desk.effects import EFFECTS
from incidents.incident import Act
from tests.kit.choices import choice_of, choices_of

EVERY = [each for what in Act if what in EFFECTS for each in choices_of(what)]


@pytest.mark.parametrize("kind", EVERY)
def test_a_choice_that_may_be_missing_says_what_holds_then_and_any_other_asks_for_it(kind: type[Choice]) -> None:
    assert fields(kind)
    if kind.nothing is None:
        assert kind() == kind()
    else:
        assert 0 < len(kind.nothing) <= 200


def test_only_two_acts_are_done_in_several_ways() -> None:
    assert {what for what in Act if what in EFFECTS and len(choices_of(what)) > 1} == {Act.FACTS, Act.SPLIT}


def test_the_kit_knows_a_choice_by_its_fields() -> None:
    assert choice_of(Act.SPLIT, topic="roads_potholes").of is Act.SPLIT
    with pytest.raises(TypeError, match="has no choice"):
        choice_of(Act.CLOSE, reason="ad")
