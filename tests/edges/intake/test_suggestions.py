"""A suggestion: a card without a sound, thirty days, no trouble until a trouble is told beside it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from incidents.deadlines.reminders import due
from incidents.incident import Act, Incident, Status
from incidents.reading import DangerGrade, Kind
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.screens import card_text
from tests.kit.values.samples import at, place, reading

WISH = "Предлагаю сделать велодорожку на Белавинской от школы до парка"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def wish(town: DeskTown, **said: object) -> Incident:
    return await town.open(WISH, kind=Kind.SUGGESTION, **said)


async def test_a_suggestion_comes_without_a_sound_and_has_thirty_days(town: DeskTown) -> None:
    incident = await wish(town)
    assert (incident.status, incident.suggestion, incident.accept_by) == (Status.ASSIGNED, True, None)
    assert incident.answer_by == incident.clock_from + timedelta(days=30)
    assert not any(row.sound for row in await town.rows())
    told = await card_text(town, incident, "ann")
    assert told.startswith("Предложение · Конаково, Белавинская\nОтветить до чт 24 декабря, 9:14\n")


async def test_nothing_rings_of_it_and_only_the_list_of_the_late_has_it_after_its_days(town: DeskTown) -> None:
    incident, policy = await wish(town), town.policy
    for day in (1, 3, 29):
        assert due(incident, norms=policy.norms, calendar=policy.calendar, now=at(12) + timedelta(days=day)) == ()
    late = due(incident, norms=policy.norms, calendar=policy.calendar, now=at(12) + timedelta(days=31))
    assert [each.code for each in late] == ["R7"]


@pytest.mark.parametrize("grade", DangerGrade)
async def test_a_danger_in_a_wish_goes_first(town: DeskTown, grade: DangerGrade) -> None:
    incident = await wish(town, danger=True, danger_grade=grade, danger_words="вышибло провод")
    assert incident.answer_by is not None
    assert incident.answer_by < incident.clock_from + timedelta(days=2)
    assert "Предложение" not in await card_text(town, incident, "ann")


async def test_a_second_wish_joins_and_a_complaint_makes_it_a_trouble_with_the_clock_of_one(town: DeskTown) -> None:
    incident = await wish(town)
    again = await town.take(await town.write(WISH), reading(kind=Kind.SUGGESTION))
    assert again.incident is not None
    assert (again.incident.id, again.incident.suggestion) == (incident.id, True)
    town.clock.move(days=1)
    told = await town.take(await town.write("Белавинскую залило, велодорожку бы, а тут не пройти"), reading())
    assert told.incident is not None
    assert (told.incident.id, told.incident.suggestion) == (incident.id, False)
    assert told.incident.answer_by is not None
    assert told.incident.answer_by < town.clock.now() + timedelta(days=2)
    assert "Предложение" not in await card_text(town, incident, "ann")


async def test_two_cards_merged_are_a_suggestion_only_where_both_are(town: DeskTown) -> None:
    one, other, trouble = [await town.open(text, kind=kind, main=place("Конаково", f"{n}-я")) for n, text, kind in THREE]
    await town.act(other.id, Act.MERGE, "coordinator", into=one.id)
    assert (await town.incident(one.id)).suggestion
    await town.act(trouble.id, Act.MERGE, "coordinator", into=one.id)
    merged = await town.incident(one.id)
    assert (merged.suggestion, merged.answer_by) == (False, trouble.answer_by)


THREE = (
    (1, WISH, Kind.SUGGESTION),
    (2, "Хорошо бы поставить лавочки у остановки", Kind.SUGGESTION),
    (3, "Труба под дорогой забита, вода по щиколотку", Kind.COMPLAINT),
)
