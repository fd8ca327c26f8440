"""Every pair of state and happening of an answer against the second statement of the table."""

from itertools import product

import pytest

from incidents.answers.lifecycle import STEPS, Happening, can, next_state, transition
from incidents.answers.values import IN_FLIGHT, AnswerState
from incidents.errors import WrongStep
from tests.kit.oracles.answer_lifecycle import expected, wrong_steps


@pytest.mark.parametrize(("state", "what"), list(product((None, *AnswerState), Happening)))
def test_every_pair_of_state_and_happening_steps_as_the_table_says(state: AnswerState | None, what: Happening) -> None:
    after = expected(state, what)
    assert state is None or can(state, what) is (after is not None)
    if after is None:
        with pytest.raises(WrongStep):
            next_state(state, what)
    else:
        assert next_state(state, what) is after


def test_every_turned_step_is_found() -> None:
    for state, what, after in product((None, *AnswerState), Happening, (None, *AnswerState)):
        if STEPS.get((state, what)) is not after:
            rest = {pair: to for pair, to in STEPS.items() if pair != (state, what)}
            turned = rest if after is None else {**rest, (state, what): after}
            assert list(wrong_steps(turned)) == [(state, what)]


def test_every_happening_leads_to_one_state_so_that_a_statement_over_many_rows_can_say_it() -> None:
    for what in Happening:
        afters = {after for (_, happening), after in STEPS.items() if happening is what}
        assert len(afters) == 1, what
    assert transition(Happening.RESTORED) == (frozenset({AnswerState.PUBLISHING}), AnswerState.UNKNOWN)
    leaves, after = transition(Happening.ERASED)
    assert leaves == frozenset(AnswerState) - {AnswerState.PUBLISHING, AnswerState.PUBLISHED}
    assert after is AnswerState.CANCELLED


def test_what_is_public_is_never_left_and_nothing_returns_to_the_network_without_a_person_or_the_network() -> None:
    assert not [what for what in Happening if can(AnswerState.PUBLISHED, what)]
    back = {what for (state, what), after in STEPS.items() if state is not None and state not in IN_FLIGHT and after in IN_FLIGHT}
    assert back == {Happening.SENT, Happening.ASKED, Happening.SENT_UNLOOKED}


@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.SCHEDULED])
def test_who_presses_too_late_reads_what_to_do_instead(state: AnswerState) -> None:
    with pytest.raises(WrongStep, match="Потом можно написать поправку"):
        next_state(state, Happening.RECALLED)
