"""Every cell of the lifecycle and of the rights turned over once: the second statement of each table finds it.

The tables are values, so a turned one is another value; nothing of the program is patched.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from incidents.card_rights import CARD_RIGHTS, CardRights, Reach
from incidents.incident import Act, Status
from incidents.lifecycle import STEPS, Steps
from incidents.official import Role
from incidents.role_rights import HOLDERS, Holders, Right
from tests.kit.oracles.card_rights import wrong_rights
from tests.kit.oracles.lifecycle import wrong_steps
from tests.kit.oracles.role_rights import wrong_holders


def turned_steps() -> Iterator[tuple[str, Steps]]:
    """Each of the pairs with every other outcome, «no such step» among them."""
    for status, act in product((None, *Status), Act):
        for after in (None, *Status):
            if STEPS.get((status, act)) is not after:
                rest = {pair: to for pair, to in STEPS.items() if pair != (status, act)}
                yield f"{status} {act}: {after}", rest if after is None else {**rest, (status, act): after}


def turned_holders() -> Iterator[tuple[str, Holders]]:
    """Each right given to, or taken from, each role."""
    for right, role in product(Right, Role):
        yield f"{right} {role}", {**HOLDERS, right: HOLDERS[right] ^ {role}}


def turned_rights() -> Iterator[tuple[str, CardRights]]:
    """Each act given to, or taken from, each role, each condition and the trial week; what a role reads; what a rumour must be."""
    for role, act in product(Role, Act):
        yield f"{role} {act}", replace(CARD_RIGHTS, acts={**CARD_RIGHTS.acts, role: CARD_RIGHTS.acts[role] ^ {act}})
    for name, act in product(("helpers", "of_danger", "of_holder", "asked", "offered", "of_disputes", "trial"), Act):
        yield f"{name} {act}", replace(CARD_RIGHTS, **{name: getattr(CARD_RIGHTS, name) ^ {act}})
    for act, mark in product(Act, (None, False, True)):
        if CARD_RIGHTS.of_rumours.get(act) is not mark:
            rest = {each: must for each, must in CARD_RIGHTS.of_rumours.items() if each is not act}
            yield f"of_rumours {act}: {mark}", replace(CARD_RIGHTS, of_rumours=rest if mark is None else {**rest, act: mark})
    for role, reach in product(Role, Reach):
        if CARD_RIGHTS.reads[role] is not reach:
            yield f"{role} reads {reach}", replace(CARD_RIGHTS, reads={**CARD_RIGHTS.reads, role: reach})


def test_the_tables_are_what_their_second_statements_say() -> None:
    assert [*wrong_steps(STEPS), *wrong_holders(HOLDERS), *wrong_rights(CARD_RIGHTS)] == []


def test_every_turned_step_is_found() -> None:
    turned = list(turned_steps())
    assert len(turned) == (len(Status) + 1) * len(Act) * len(Status)
    assert [name for name, steps in turned if not any(True for _ in wrong_steps(steps))] == []


def test_every_turned_right_is_found() -> None:
    turned = list(turned_holders())
    assert len(turned) == len(Right) * len(Role)
    assert [name for name, holders in turned if not any(True for _ in wrong_holders(holders))] == []


def test_every_turned_right_over_a_card_is_found() -> None:
    turned = list(turned_rights())
    assert len(turned) == (len(Role) + 7 + 2) * len(Act) + 2 * len(Role)
    assert [name for name, table in turned if next(wrong_rights(table), None) is None] == []
