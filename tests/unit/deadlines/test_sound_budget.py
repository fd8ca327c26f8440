"""How often a phone rings: three times for one incident, so often a day, and always for what is dangerous now."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from incidents.deadlines.sound_budget import BUDGET, MOST, Sound, Verdict, verdict
from incidents.ids import IncidentId
from tests.kit.values.samples import at

ONE, TWO = IncidentId(1), IncidentId(2)
MIDNIGHT = at(0)


def sound(moment: datetime, incident: IncidentId = ONE, said: Verdict = Verdict.RINGS, *, urgent: bool = False) -> Sound:
    return Sound(incident_id=incident, at=moment, verdict=said, urgent=urgent)


def asked(*past: Sound, about: IncidentId = ONE, since: datetime = MIDNIGHT, budget: int = BUDGET, urgent: bool = False) -> Verdict:
    return verdict(past, incident_id=about, since=since, today=MIDNIGHT, budget=budget, urgent=urgent)


def test_the_fourth_sound_of_an_incident_is_none() -> None:
    rang = [sound(at(hour)) for hour in (9, 10, 11)]
    assert asked(*rang[:2]) is Verdict.RINGS
    assert asked(*rang) is Verdict.ENOUGH
    assert asked(*rang, about=TWO) is Verdict.RINGS


def test_what_came_silently_has_cost_nothing() -> None:
    assert asked(*[sound(at(9), said=Verdict.OVER_BUDGET)] * 5) is Verdict.RINGS


def test_an_incident_whose_clock_began_anew_rings_anew() -> None:
    assert asked(*[sound(at(9))] * MOST, since=at(10)) is Verdict.RINGS


def test_a_day_has_its_budget_and_yesterday_does_not_count() -> None:
    others = [sound(at(9), IncidentId(n)) for n in range(10, 10 + BUDGET)]
    assert asked(*others[1:]) is Verdict.RINGS
    assert asked(*others) is Verdict.OVER_BUDGET
    yesterday = [sound(at(9, day=23), IncidentId(n)) for n in range(10, 10 + BUDGET)]
    assert asked(*yesterday) is Verdict.RINGS
    assert asked(budget=0) is Verdict.OVER_BUDGET


def test_what_is_dangerous_now_always_rings_and_takes_nothing_from_the_budget() -> None:
    full = [sound(at(9), IncidentId(n)) for n in range(10, 10 + BUDGET)]
    assert asked(*full, *[sound(at(9))] * MOST, urgent=True) is Verdict.RINGS
    dangers = [sound(at(9), IncidentId(n), urgent=True) for n in range(10, 50)]
    assert asked(*dangers) is Verdict.RINGS


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=120))
def test_whatever_happens_in_a_day_the_phone_rings_no_more_than_it_may(wishes: list[tuple[int, bool]]) -> None:
    past: list[Sound] = []
    for number, urgent in wishes:
        said = asked(*past, about=IncidentId(number), urgent=urgent)
        past.append(sound(at(9), IncidentId(number), said, urgent=urgent))
    calm = [each for each in past if each.verdict is Verdict.RINGS and not each.urgent]
    assert len(calm) <= BUDGET
    assert all(sum(each.incident_id == number for each in calm) <= MOST for number in range(31))
    assert all(each.verdict is Verdict.RINGS for each in past if each.urgent)
