"""«Вернуть…» on a card: named, on whoever's act it was, beside the link to the post and never in its place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.card.card_view_words import CardView
from handlers.card.card_words import render_card
from handlers.card.keyboards_words import more_rows
from handlers.kit.button import TWO
from handlers.kit.buttons import CardButton, Press
from handlers.kit.undo_button import UNDO_LABELS
from incidents.acts.undo import UNDO_FOR, Undo
from incidents.incident import Act, Doubt, Incident, Status
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.values.cards_made import HOUSING, NOW, ROADS, accepted, at, danger, incident, labels, official, view


def undo(act: Act, after: Incident, before: Incident | None = None) -> Undo:
    return Undo(incident_id=after.id, act=act, by=official().id, until=NOW + UNDO_FOR, line=1, before=before or incident(), after=after)


def shown(act: Act, after: Incident, before: Incident | None = None, role: Role = Role.EXECUTOR) -> CardView:
    return replace(view(after, viewer=official(role)), undo=undo(act, after, before))


def flat(card: CardView) -> list[str]:
    return [label for row in labels(render_card(card)) for label in row]


@pytest.mark.parametrize(
    ("act", "after", "before", "label"),
    [
        (Act.ACCEPT, accepted(), incident(), "Вернуть приём"),
        (Act.RETURN, incident(department_id=HOUSING), incident(), "Вернуть в отдел"),
        (Act.CLOSE, accepted(status=Status.CLOSED), accepted(), "Вернуть в работу"),
        (Act.RESUME, accepted(), accepted(status=Status.OUTSIDE), "Вернуть ожидание"),
        (Act.RESUME, accepted(), accepted(status=Status.POSTPONED), "Вернуть отсрочку"),
        (Act.CONTROL, accepted(controlled_since=None), accepted(controlled_since=at(8)), "Вернуть контроль"),
    ],
)
def test_the_button_says_what_it_brings_back(act: Act, after: Incident, before: Incident, label: str) -> None:
    found = flat(shown(act, after, before))
    assert label in found and "Вернуть" not in found


def test_every_label_fits_a_row_of_two() -> None:
    made = [make(undo(Act.CONTROL, now, accepted(status=status))) for now in BOTH for status in Status for make in UNDO_LABELS.values()]
    assert [label for label in made if len(label) > TWO] == []


BOTH = (accepted(), accepted(controlled_since=at(9)))
STATES = [
    incident(),
    accepted(),
    danger(),
    danger(status=Status.ACCEPTED, accepted_at=at(9)),
    accepted(status=Status.ANSWERED, answered_at=at(9)),
    incident(status=Status.NEW, department_id=None, doubt=Doubt.ROUTE),
    incident(status=Status.NEW, department_id=None, doubt=Doubt.PLACE),
    accepted(status=Status.CLOSED),
    incident(status=Status.REJECTED, department_id=None),
    accepted(status=Status.POSTPONED, postponed_until=NOW + timedelta(days=1)),
    incident(department_id=ROADS, rumour=True),
    accepted(danger_grade=DangerGrade.RISK),
]


@pytest.mark.parametrize(
    ("role", "after"),
    [(role, after) for role in Role for after in STATES],
)
def test_the_link_to_the_post_stays_and_nothing_is_lost(role: Role, after: Incident) -> None:
    before, now = view(after, viewer=official(role)), shown(Act.CORRECT_TOPIC, after, role=role)
    old, new = flat(before), flat(now)
    assert "Открыть пост" in new and new.count("Вернуть тему") == 1
    offered = {button.label for row in more_rows(now) for button in row}
    assert set(old) - {"Вернуть в работу", "Всё-таки наше"} <= set(new) | offered  # two ways back at a time would confuse
    assert len(labels(render_card(now))) <= (3 if "Ещё…" in new else 4)


@pytest.mark.parametrize(
    ("after", "before", "label", "press"),
    [
        (accepted(controlled_since=at(9)), accepted(), "Снять контроль", Press.CONTROL),
        (accepted(), accepted(controlled_since=at(9)), "Вернуть контроль", Press.UNDO),
    ],
)
def test_one_button_of_control_at_a_time(after: Incident, before: Incident, label: str, press: Press) -> None:
    under = render_card(shown(Act.CONTROL, after, before, Role.HEAD))
    found = {CardButton.unpack(b.data).press: b.label for row in under.rows for b in row if b.data}
    assert found[press] == label
    assert len({Press.CONTROL, Press.UNDO} & set(found)) == 1
