"""What the log says of a danger, and when the head hears of it."""

from datetime import datetime

import pytest

from incidents.danger.danger_marks import head_may_hear, marks
from incidents.ids import OfficialId
from incidents.incident import Act, Event, Status
from tests.kit.values.samples import MOSCOW, at


def said(act: Act, minute: int = 0, **data: str | int | None) -> Event:
    status = Status.ASSIGNED
    return Event(act=act, at=at(9, minute), by=OfficialId(1), because="", status_before=status, status_after=status, data=data)


def test_the_latest_of_each_holds() -> None:
    found = marks([said(Act.DANGER_KNOWN, voice=1), said(Act.DANGER_CONFIRMED, 1, hurt=0), said(Act.DANGER_CONFIRMED, 2, hurt=1)])
    assert found.known is not None and found.known.by_voice
    assert found.confirmed is not None and (found.confirmed.hurt, found.confirmed.at) == (True, at(9, 2))
    assert (found.denied, found.safe) == (None, None)


def test_what_was_taken_back_was_never_said() -> None:
    assert marks([said(Act.SAFE), said(Act.UNDO, 1, undone="safe")]).safe is None
    assert marks([said(Act.SAFE), said(Act.UNDO, 1, undone="close")]).safe is not None


@pytest.mark.parametrize(
    ("hour", "hurt", "morning"),
    [(8, False, None), (21, False, None), (22, False, (25, 8)), (3, False, (24, 8)), (3, True, None), (23, True, None)],
)
def test_the_head_sleeps_unless_people_are_hurt(hour: int, hurt: bool, morning: tuple[int, int] | None) -> None:
    local = datetime(2026, 11, 24, hour, 30, tzinfo=MOSCOW)
    expected = None if morning is None else datetime(2026, 11, morning[0], morning[1], tzinfo=MOSCOW)
    assert head_may_hear(local, grave=hurt) == expected
