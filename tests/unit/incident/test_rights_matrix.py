"""Who may do what, when and where: role × act × status × card, against docs/architecture.md said once more in other words.

Then role × right, for what is no act on a card. Nothing here asks `rights.py`, `role_rights.py` or `lifecycle.py` what is right:
a change of any of them without a change of these words, or of tests/kit/oracles, fails.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from incidents.errors import Forbidden
from incidents.incident import Act, Status
from incidents.official import Role
from incidents.rights import check, is_work_of, possible, why_not_read
from incidents.role_rights import REFUSALS, Right, check_right, has_right
from tests.kit.oracles.card_rights import Card, Whose, cards, should, should_read
from tests.kit.oracles.role_rights import ME, THEIRS, who
from tests.kit.values.samples import ROADS, official

S = Status
WAITS = {S.NEW, S.ASSIGNED, S.ACCEPTED, S.OUTSIDE, S.POSTPONED, S.REOPENED}
"""Nothing was published yet, or it all began again."""
LIVES = WAITS | {S.ANSWERED}

WHEN: dict[str, set[Status]] = {
    "rose": set(S),
    # «accept, «не наше», give facts, answer, close, postpone»: the work
    "accept": {S.NEW, S.ASSIGNED, S.REOPENED},
    "return": {S.ASSIGNED, S.ACCEPTED, S.REOPENED},
    "facts": LIVES,
    "answer": LIVES,
    "interim": LIVES,
    "close": LIVES,
    "postpone": WAITS,
    "outside": WAITS,
    "resume": {S.OUTSIDE, S.POSTPONED},
    "reopen": {S.ANSWERED, S.CLOSED, S.REJECTED},
    "ask_author": LIVES,
    "help": LIVES,
    "see_contact": LIVES,
    "delay": LIVES | {S.CLOSED},
    "note": set(S),
    "undo": set(S),
    # «route, correct topic and place, merge, split, reject»: the coordinator's
    "assign": WAITS,
    "reject": WAITS,
    "topic": LIVES,
    "place": LIVES,
    "new_text": LIVES,  # while a changed text waits for the coordinator
    "merge": LIVES,
    "split": LIVES | {S.CLOSED},  # then only a question that the answer left out
    "checked": LIVES | {S.CLOSED},
    "confirm_done": {S.CLOSED},  # while the author says that it is not done
    "collect": LIVES,
    "region": set(S),
    # «orders with a date and a report, на контроль»: the head's
    # «слух» is the coordinator's word, «это не слух» also the approver's; «поручить другому» the chief's
    "rumour": WAITS,
    "not_rumour": WAITS,
    "entrust": {S.ASSIGNED, S.ACCEPTED, S.REOPENED},
    "order": LIVES | {S.CLOSED},
    "control": LIVES | {S.CLOSED},
    # «known, confirmed, not confirmed»: of dangers only
    "known": LIVES,
    "confirmed": LIVES,
    "denied": LIVES,
    "safe": LIVES,
    "graded": LIVES,  # while «Опасно?» waits
    # the machine's own
    "take_in": LIVES | {S.CLOSED},
    "escalate": LIVES,
    "hand_over": LIVES,
}

ALMOST_ORDINARY = [card for card in cards() if card.odd() <= 2]


def test_the_words_name_every_act() -> None:
    assert set(WHEN) == {act.value for act in Act}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", Status)
def test_every_act_is_possible_exactly_where_the_design_says_so(role: Role, status: Status) -> None:
    for card in ALMOST_ORDINARY:
        found = possible(who(role), replace(card.seen_by(who(role)), status=status))
        assert found == {act for act in Act if status in WHEN[act.value] and should(role, act.value, card)}, card


@pytest.mark.parametrize("role", Role)
def test_what_is_not_theirs_in_any_status_is_refused_with_a_sentence(role: Role) -> None:
    for card in ALMOST_ORDINARY:
        for act in [each for each in Act if not should(role, each.value, card)]:
            with pytest.raises(Forbidden) as refusal:
                check(who(role), act, card.seen_by(who(role)))
            assert 0 < len(refusal.value.user_text) <= 200, (act, card)


@pytest.mark.parametrize("role", Role)
def test_who_left_may_do_nothing(role: Role) -> None:
    gone = official(role, ME, ROADS, active=False)
    assert not any(possible(gone, card.seen_by(gone)) for card in ALMOST_ORDINARY)


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_rights_and_no_others(role: Role) -> None:
    assert {right.value for right in Right if has_right(who(role), right)} == THEIRS[role]


@pytest.mark.parametrize("right", REFUSALS)
def test_who_has_no_such_right_reads_whose_it_is(right: Right) -> None:
    for role in Role:
        if right in THEIRS[role]:
            check_right(who(role), right)
            continue
        with pytest.raises(Forbidden) as refusal:
            check_right(who(role), right)
        assert 0 < len(refusal.value.user_text) <= 200
        assert refusal.value.user_text != Forbidden.default


@pytest.mark.parametrize("right", Right)
def test_a_group_and_who_left_have_no_rights(right: Right) -> None:
    assert not has_right(None, right)
    assert not any(has_right(official(role, ME, ROADS, active=False), right) for role in Role)


WORK_OF: dict[Role, Callable[[Card], bool]] = {
    Role.COORDINATOR: lambda _card: True,
    Role.APPROVER: lambda card: card.rumour,
    Role.DUTY: lambda card: should_read(Role.DUTY, card),
    Role.EXECUTOR: lambda card: should_read(Role.EXECUTOR, card),
    Role.CHIEF: lambda card: should_read(Role.CHIEF, card),
    Role.HEAD: lambda _card: False,
    Role.OBSERVER: lambda _card: False,
}
"""Before whose eyes a card is by their work: of everybody else who opens it a line is kept."""


@pytest.mark.parametrize("role", Role)
def test_a_card_is_work_of_those_who_decide_on_it(role: Role) -> None:
    assert [card for card in cards() if is_work_of(who(role), card.seen_by(who(role))) is not WORK_OF[role](card)] == []


def test_who_may_not_read_a_card_is_told_whose_it_is() -> None:
    foreign, nobodys = Card(whose=Whose.FOREIGN), Card(whose=Whose.NOBODYS)
    executor, duty = who(Role.EXECUTOR), who(Role.DUTY)
    assert why_not_read(executor, foreign.seen_by(executor)) == Forbidden.default
    assert "у координатора" in why_not_read(executor, nobodys.seen_by(executor))
    assert "не отмечена опасной" in why_not_read(duty, nobodys.seen_by(duty))
