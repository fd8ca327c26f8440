"""What is typed of the region's number, and how two lists differ."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from incidents.errors import DomainError
from incidents.ids import IncidentId, OfficialId, PostId
from incidents.incident import Voice
from incidents.region.values import OurVoice, RegionRow, compare, moment_of, told, typed_number
from tests.kit.values.samples import MOSCOW, at, incident

NOW = at(9, 20)


@pytest.mark.parametrize(
    ("text", "number", "due"),
    [
        ("5418190", "5418190", None),
        ("№ 5418190", "5418190", None),
        ("5418190 до 25.11 12:00", "5418190", at(12, 0, day=25)),
        ("номер 5418190 до 25.11.2026 12:30", "5418190", at(12, 30, day=25)),
        ("5418190, срок 25.11", "5418190", at(18, 0, day=25)),
        ("5418190 до завтра 10:00", "5418190", at(10, 0, day=25)),
    ],
)
def test_a_number_is_typed_as_people_type_it(text: str, number: str, due: datetime | None) -> None:
    assert typed_number(text, now=NOW, timezone=MOSCOW) == (number, due)


@pytest.mark.parametrize("text", ["", "не знаю", "12", "5418190 до обеда или позже как получится", "5418190 до 31.02 12:00"])
def test_what_is_no_number_says_how_to_write_it(text: str) -> None:
    with pytest.raises(DomainError, match=r"25\.11 12:00"):
        typed_number(text, now=NOW, timezone=MOSCOW)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-25 12:00:00", at(12, 0, day=25)),
        ("2026-11-25T12:00", at(12, 0, day=25)),
        ("25.11.26 12:00", at(12, 0, day=25)),
        ("25.11.2026", at(18, 0, day=25)),
        ("05.01 10:00", datetime(2027, 1, 5, 10, 0, tzinfo=MOSCOW)),
        ("5418190", None),
        ("99.99.2026", None),
        ("", None),
    ],
)
def test_moments_of_tables_are_read_in_the_districts_time(text: str, moment: datetime | None) -> None:
    assert moment_of(text, now=NOW, timezone=MOSCOW) == moment


def voice(post: int, **changes: object) -> Voice:
    sample = Voice(incident_id=IncidentId(post), post_id=PostId(post), joined_at=at(9, 14), because="первый")
    return replace(sample, **changes)  # type: ignore[arg-type]  # fields of a voice


def ours(post: int, **changes: object) -> OurVoice:
    return OurVoice(key=f"vk:wall-1_{post}", voice=voice(post, **changes))


def row(post: int, **changes: object) -> RegionRow:
    sample = RegionRow(key=f"vk:wall-1_{post}", url=f"https://vk.com/wall-1_{post}", number=f"54{post}", published_at=at(9))
    return replace(sample, **changes)  # type: ignore[arg-type]  # fields of a row


def test_lists_differ_both_ways() -> None:
    found = compare([row(1), row(2)], [ours(1), ours(3)])
    assert [(each.number, known.post_id) for each, known in found.same] == [("541", 1)]
    assert [each.key for each in found.theirs] == ["vk:wall-1_2"]
    assert found.ours == ((3, 3),)


def test_what_is_older_than_the_list_or_has_a_number_is_not_missing_there() -> None:
    old, known = ours(3, joined_at=at(8)), ours(4, region_number="5")
    assert compare([row(1)], [old, known]).ours == ()


def test_a_row_says_something_new_only_where_it_differs() -> None:
    due = at(12)
    assert told(voice(1), row(1))
    assert not told(voice(1, region_number="541"), row(1))
    assert told(voice(1, region_number="541"), row(1, due=due))
    assert not told(voice(1, region_number="541", region_due=due), row(1, number=None))


def test_the_earlier_of_two_clocks_is_the_one_to_answer_by() -> None:
    ours_by = at(10, 14, day=25)
    assert incident().due_by == ours_by
    assert incident(region_by=at(12, 30)).due_by == at(12, 30)
    assert incident(region_by=ours_by + timedelta(hours=1)).due_by == ours_by
    assert incident(answer_by=None).due_by is None
    assert voice(1, entered_by=OfficialId(1)).entered_by == 1
