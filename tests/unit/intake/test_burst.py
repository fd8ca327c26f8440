"""When many voices are one event: counted by residents, against what is usual there."""

from datetime import timedelta

import pytest

from incidents.deadlines.values import MassNorm
from incidents.ids import IncidentId
from incidents.intake.burst import REMEMBERED, SaidThere, area_of, burst, usual_text
from incidents.reading import MainPlace
from incidents.routing.topic_rules import FAMILIES, family_of
from tests.kit.values.samples import at, place

NOW = at(15)
NORM = MassNorm()
REDKINO = place("Редкино", "Гагарина")


def said(n: int, *, incident: int = 1, author: str | None = None, minutes: int = 10, where: MainPlace = REDKINO) -> SaidThere:
    who = str(n) if author is None else author
    return SaidThere(incident_id=IncidentId(incident), author_id=who, at=NOW - timedelta(minutes=minutes), place=where)


def test_five_residents_within_an_hour_are_a_burst() -> None:
    found = burst([said(n) for n in range(5)], norm=NORM, now=NOW)
    assert found is not None
    assert (found.said, found.usual, found.incidents) == (5, 0.0, (1,))
    assert burst([said(n) for n in range(4)], norm=NORM, now=NOW) is None


def test_one_angry_resident_is_no_crowd_and_hidden_authors_are_people() -> None:
    assert burst([said(n, author="7") for n in range(9)], norm=NORM, now=NOW) is None
    assert burst([said(n, author="") for n in range(5)], norm=NORM, now=NOW) is not None


def test_what_was_said_longer_ago_does_not_count() -> None:
    old = [said(n, minutes=61) for n in range(5)]
    assert burst([*old, said(9)], norm=NORM, now=NOW) is None


def test_where_so_many_write_every_hour_it_is_no_burst() -> None:
    hours = int(REMEMBERED / NORM.within)
    often = [said(n, minutes=70 + n) for n in range(hours * 2)]
    fresh = [said(n) for n in range(5)]
    assert burst([*often, *fresh], norm=NORM, now=NOW) is None
    found = burst([*often, *(said(n) for n in range(6))], norm=NORM, now=NOW)
    assert found is not None
    assert found.usual == 2.0


def test_the_incident_that_most_tell_of_stands_for_all() -> None:
    voices = [said(1, incident=4), said(2, incident=7), said(3, incident=7), said(4, incident=4), said(5, incident=9)]
    found = burst(voices, norm=NORM, now=NOW)
    assert found is not None
    assert found.incidents == (4, 7, 9)


@pytest.mark.parametrize(("usual", "words"), [(0.0, "обычно 0–1"), (0.4, "обычно 0–1"), (1.0, "обычно 1"), (2.5, "обычно 2–3")])
def test_the_usual_is_said_as_people_say_it(usual: float, words: str) -> None:
    assert usual_text(usual) == words


def test_a_main_shares_a_settlement_and_a_pothole_a_street() -> None:
    water, pit = family_of("housing_no_cold_water"), family_of("roads_potholes")
    assert family_of("housing_no_hot_water") is water
    assert area_of(place("Редкино", "Гагарина"), water) == area_of(place("Редкино", "Диева"), water) == "s-Редкино"
    assert area_of(place("Редкино", "Гагарина"), pit) == "st-Гагарина"
    assert area_of(place("Редкино"), pit) is None
    assert area_of(MainPlace(), water) is None


def test_a_topic_without_a_family_is_one_with_its_twins() -> None:
    lamp = family_of("roads_lighting")
    assert lamp.topics == {"roads_lighting", "improvement_lighting"}
    assert lamp.key == family_of("improvement_lighting").key
    assert not lamp.is_wide
    keys = [family.key for family in FAMILIES]
    assert len(set(keys)) == len(keys)
