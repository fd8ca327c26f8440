"""What waits for the coordinator's decision, and under which name."""

from typing import Any

import pytest

from incidents.acts.coordinator_queue import Waiting, sort_out, waiting_for
from incidents.incident import BESIDE, Doubt, Status
from incidents.reading import DangerGrade
from tests.kit.values.samples import at, incident

NOW = at(12)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({}, None),
        ({"status": Status.CLOSED, "doubt": Doubt.TOPIC}, None),
        ({"status": Status.ANSWERED, "answer_by": at(9)}, None),
        ({"danger_grade": DangerGrade.NOW}, Waiting.DANGER),
        ({"danger_grade": DangerGrade.NOW, "accepted_at": at(10), "status": Status.ACCEPTED}, None),
        ({"danger_grade": DangerGrade.RISK}, None),
        ({"doubt": Doubt.TOPIC, "department_id": None}, Waiting.TOPIC),
        *[({"doubt": doubt}, Waiting.CHECK) for doubt in sorted(BESIDE)],
        ({"doubt": Doubt.PLACE, "answer_by": at(11)}, Waiting.OVERDUE),
        ({"doubt": Doubt.PLACE, "danger_grade": DangerGrade.RISK}, Waiting.PLACE),
        ({"doubt": Doubt.PLACE, "department_id": None}, Waiting.PLACE),
        ({"doubt": Doubt.OUTSIDE}, Waiting.OUTSIDE),
        ({"doubt": Doubt.ROUTE}, Waiting.ROUTE),
        ({"department_id": None}, Waiting.ROUTE),
        ({"answer_by": at(11)}, Waiting.OVERDUE),
        ({"answer_by": at(11), "answered_at": at(10)}, None),
        ({"answer_by": at(11), "status": Status.POSTPONED}, None),
        ({"answer_by": None}, None),
    ],
)
def test_each_incident_waits_under_one_kind_or_not_at_all(how: Any, kind: Waiting | None) -> None:
    assert waiting_for(incident(**how), now=NOW) is kind


def test_kinds_stand_in_the_order_of_haste_and_empty_ones_are_absent() -> None:
    held = incident(doubt=Doubt.PLACE, department_id=None)
    some = [held, incident(answer_by=at(9)), incident(danger_grade=DangerGrade.NOW), incident()]
    assert list(sort_out(some, now=NOW)) == [Waiting.DANGER, Waiting.OVERDUE, Waiting.PLACE]
    assert sort_out([], now=NOW) == {}


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.ANSWERED, Status.CLOSED])
def test_a_second_question_waits_whatever_became_of_the_card(status: Status) -> None:
    one = incident(status=status)
    assert sort_out([one], now=NOW) == {}
    assert sort_out([one], now=NOW, asking={one.id}) == {Waiting.CHECK: [one]}
