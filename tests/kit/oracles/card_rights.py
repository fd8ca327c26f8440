"""Who may do what with a card, said a second time: docs/architecture.md, «People and rights», row by row.

Nothing here asks `rights.py` or its table what is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from incidents.card_rights import CardRights
from incidents.ids import DepartmentId
from incidents.incident import Act, ClosingOutcome, Doubt, Incident
from incidents.official import Official, Role
from incidents.reading import DangerGrade
from incidents.rights import may, may_read, why_not_read
from tests.kit.oracles.role_rights import who
from tests.kit.values.samples import HOUSING, ROADS, incident


class Whose(StrEnum):
    """Whose card it is, as seen by an official of the roads."""

    OWN = "own"
    FOREIGN = "foreign"
    NOBODYS = "nobody's"
    HELPED = "helped"  # another department's, yet the roads give facts for it
    HELD = "held"  # another department's, yet this very official took it


DEPARTMENTS: dict[Whose, DepartmentId | None] = {
    Whose.OWN: ROADS,
    Whose.FOREIGN: HOUSING,
    Whose.NOBODYS: None,
    Whose.HELPED: HOUSING,
    Whose.HELD: HOUSING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What rights depend on; the status is the lifecycle's."""

    whose: Whose = Whose.OWN
    grade: DangerGrade | None = None
    returns: int = 0
    rumour: bool = False
    asked: bool = False  # «Опасно?» waits
    offered: bool = False  # what a changed text says waits
    trial: bool = False
    disputed: bool = False  # called done, and the author says that it is not

    def seen_by(self, official: Official) -> Incident:
        """The incident."""
        opened = incident().opened_at
        return incident(
            department_id=DEPARTMENTS[self.whose],
            holder_id=official.id if self.whose is Whose.HELD else None,
            co_departments=(ROADS,) if self.whose is Whose.HELPED else (),
            danger_grade=self.grade,
            returns=self.returns,
            rumour=self.rumour,
            danger_asked_at=opened if self.asked else None,
            new_text_at=opened if self.offered else None,
            disputed=True if self.disputed else None,
            outcome=ClosingOutcome.DONE if self.disputed else None,
            doubt=Doubt.TRIAL if self.trial else None,
        )

    def odd(self) -> int:
        """In how many ways it is no ordinary card of theirs."""
        return sum(one != other for one, other in zip(astuple(self), astuple(Card()), strict=True))


MACHINES = {"take_in", "escalate", "hand_over", "rose"}
"""The program does it; nobody presses it."""
OF_DANGER = {"known", "confirmed", "denied", "safe"}
WORK = {
    # «accept, «не наше» (two returns, then the coordinator), give facts, answer, close, postpone what is their department's»
    *("accept", "return", "facts", "answer", "interim", "close", "reopen", "postpone", "resume", "outside", "merge", "undo"),
    *("ask_author", "help", "delay", "note"),
}
CHECKING = {*("accept", "answer", "interim", "collect", "not_rumour", "close", "reopen", "note", "ask_author", "delay", "undo")}
"""What the approver does with a rumour: ask for facts, say what is known, end it."""
TRIAL_WEEK = {
    # «учебная неделя: coordinator only»: sorting, as the reader would; nothing that a resident or a department would see
    *("assign", "reject", "close", "topic", "place", "new_text", "note", "merge", "split", "region", "control", "graded", "undo"),
}


def should(role: Role, act: str, card: Card) -> bool:
    """Whether the role may do it with such a card, in some status."""
    if act == "see_contact" and role is not Role.COORDINATOR:  # «whoever took it, and the coordinator»
        return role in CALLERS and card.whose is Whose.HELD and not card.trial and _is_before(role, card)
    if act in MACHINES or (card.trial and act not in TRIAL_WEEK) or _is_idle(act, card):
        return False
    mine = card.whose in {Whose.OWN, Whose.HELD}
    work = mine and act in WORK | {"safe"} and (act != "return" or card.returns < 2)
    facts = card.whose is Whose.HELPED and act in {"facts", "note"}
    said = {
        Role.COORDINATOR: True,  # «all of it for everyone»
        Role.EXECUTOR: work or facts,
        # «all of the executor's for the department», and «поручить другому»; of another one whether it is done
        Role.CHIEF: work or facts or (act == "entrust" if mine else act == "confirm_done"),
        Role.APPROVER: (card.rumour and act in CHECKING) or (card.disputed and act in {"confirm_done", "reopen"}),
        Role.DUTY: act in OF_DANGER | {"graded"} or (act == "accept" and card.grade is DangerGrade.NOW),  # «dangers at any hour»
        Role.HEAD: act in {"order", "control", "note", "confirm_done"},  # «orders, «на контроль»; publishes nothing»
        Role.OBSERVER: False,  # «read»
    }
    return said[role]


def _is_idle(act: str, card: Card) -> bool:
    """Whether the card gives no cause for the act."""
    if act in OF_DANGER:
        return card.grade is None
    causes = {"graded": card.asked, "new_text": card.offered, "rumour": not card.rumour, "not_rumour": card.rumour}
    causes["confirm_done"] = card.disputed
    return not causes.get(act, True)


CALLERS = {Role.EXECUTOR, Role.CHIEF, Role.APPROVER, Role.DUTY}


def _is_before(role: Role, card: Card) -> bool:
    """Whether the approver and the duty official work with such a card at all."""
    return {Role.APPROVER: card.rumour, Role.DUTY: card.grade is DangerGrade.NOW}.get(role, True)


EVERYTHING = {Role.COORDINATOR, Role.APPROVER, Role.HEAD, Role.OBSERVER}


def should_read(role: Role, card: Card) -> bool:
    """docs/decisions/2026-11-26-who-reads-what.md."""
    if role is Role.DUTY:
        return card.grade is not None or card.asked or card.whose is Whose.HELD
    return role in EVERYTHING or card.whose in {Whose.OWN, Whose.HELPED, Whose.HELD}


def reach_of(role: Role) -> str:
    """What the database is asked for."""
    return "everything" if role in EVERYTHING else "dangers" if role is Role.DUTY else "department"


@cache
def cards() -> Sequence[Card]:
    """Every kind of card, ordinary ones first."""
    kinds = product(Whose, (None, *DangerGrade), (0, 1, 2, 3), *[(False, True)] * 5)
    names = ("whose", "grade", "returns", "rumour", "asked", "offered", "trial", "disputed")
    return sorted((Card(**dict(zip(names, kind, strict=True))) for kind in kinds), key=Card.odd)


@cache
def _questions() -> Sequence[tuple[Role, Official, Card, Incident, Sequence[tuple[Act, bool]]]]:
    return [
        (role, who(role), card, card.seen_by(who(role)), [(act, should(role, act.value, card)) for act in Act])
        for card in cards()
        for role in Role
    ]


def wrong_rights(table: CardRights) -> Iterator[str]:
    """What a table of rights says otherwise than this page, or says in vain."""
    held = frozenset[Act]().union(*table.acts.values())
    for name in ("of_danger", "of_holder", "asked", "offered", "of_disputes", "of_rumours", "trial", "helpers"):
        yield from (f"{name} {act}: no role has it" for act in getattr(table, name) if act not in held)
    yield from (f"helpers {act}: no department does it" for act in table.helpers - table.acts[Role.EXECUTOR])
    of_others = frozenset[Act]().union(*(acts for role, acts in table.acts.items() if role is not Role.COORDINATOR))
    yield from (f"of_holder {act}: nobody else has it" for act in table.of_holder - of_others)
    yield from (f"helpers {act}: whoever helps holds nothing" for act in table.helpers & table.of_holder)
    yield from (f"of_disputes {act}: no approver does it" for act in table.of_disputes - table.acts[Role.APPROVER])
    yield from (f"of_disputes {act}: only of rumours" for act in table.of_disputes & table.of_rumours.keys())
    yield from (f"{role} reads {table.reads[role]}" for role in Role if table.reads[role].value != reach_of(role))
    for role, official, card, known, acts in _questions():
        for act, expected in acts:
            if may(official, act, known, table) is not expected:
                yield f"{role} {act} {card}"
        if may_read(official, known, table) is not should_read(role, card):
            yield f"{role} reads {card}"
        if role is Role.DUTY and "не отмечена опасной" not in why_not_read(official, known, table):
            yield f"{role} is told why not: {card}"
