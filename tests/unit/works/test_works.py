"""Planned works: where and when in people's words, and which messages they explain."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from bot.config.district import load_district
from incidents.errors import DomainError
from incidents.ids import DistrictId, OfficialId, WorksId
from incidents.places.values import PlaceBook
from incidents.reading import MainPlace
from incidents.routing.topic_rules import FAMILIES
from incidents.works.values import ASK_TIME, MAX_PLACES, WORKED_ON, WorkPlace, Works, covers, places_in, span_in, suggested
from tests.kit.values.samples import MOSCOW, at, incident

NOW = at(9, 20)
REDKINO = WorkPlace(settlement_id="s-redkino", street_id=None, title="Редкино")
GAGARINA = WorkPlace(settlement_id="s-redkino", street_id="st-g", title="Редкино, улица Гагарина")


@cache
def book() -> PlaceBook:
    return load_district("districts/konakovo").places


def works(*places: WorkPlace, **changes: Any) -> Works:  # Any: fields of works
    sample = Works(
        id=WorksId(1),
        district_id=DistrictId("konakovo"),
        family="water",
        places=places or (GAGARINA,),
        since=at(9),
        until=at(16),
        text="меняют задвижку.",
        created_by=OfficialId(1),
        created_at=at(10, day=23),
    )
    return replace(sample, **changes)


def dry(street_id: str | None = "st-g", **changes: Any) -> Any:  # Any: fields of an incident
    place = MainPlace(settlement="Редкино", settlement_id="s-redkino", street=street_id, street_id=street_id)
    return incident(**{"topic": "housing_no_cold_water", "place": place, "published_at": at(14), **changes})


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("до 16:00", NOW, at(16)),
        ("с 9:00 до 16:00", at(9), at(16)),
        ("завтра с 9 до 16", at(9, day=25), at(16, day=25)),
        ("с 9 до 16 завтра", at(9, day=25), at(16, day=25)),
        ("25 ноября с 9:00 до 18:00", at(9, day=25), at(18, day=25)),
        ("с 9:00 25 ноября до 18:00 26 ноября", at(9, day=25), at(18, day=26)),
        ("25.11 с 8:30 до 12", at(8, 30, day=25), at(12, day=25)),
        ("с 25 ноября до 27 ноября", at(9, day=25), at(18, day=27)),
        ("с 22:00 до 6:00", at(22), at(6, day=25)),
        ("до 25 ноября 18:00", NOW, at(18, day=25)),
    ],
)
def test_a_span_is_typed_as_people_type_it(text: str, since: datetime, until: datetime) -> None:
    assert span_in(text, now=NOW, timezone=MOSCOW) == (since, until)


@pytest.mark.parametrize("text", ["", "скоро", "с утра до вечера", "с 1 до 99"])
def test_what_is_no_span_says_how_to_write_it(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        span_in(text, now=NOW, timezone=MOSCOW)
    assert refusal.value.user_text == ASK_TIME


def test_works_that_are_over_cannot_be_entered() -> None:
    with pytest.raises(DomainError, match="уже кончились"):
        span_in("с 7 до 9", now=NOW, timezone=MOSCOW)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Редкино", ["Редкино"]),
        ("Редкино, Гагарина, Диева", ["Редкино, улица Гагарина", "Редкино, улица Диева"]),
        ("Редкино: Гагарина и Диева", ["Редкино, улица Гагарина", "Редкино, улица Диева"]),
        ("Конаково, Баскакова; Редкино", ["Конаково, улица Баскакова", "Редкино"]),
        ("ул. Диева, ул. Диева", ["Редкино, улица Диева"]),
    ],
)
def test_places_are_typed_with_commas(text: str, titles: list[str]) -> None:
    assert [each.title for each in places_in(text, book())] == titles


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Напишите посёлок и улицы"),
        ("Чертаново", "Не нашли «Чертаново»"),
        ("Редкино, улица Которой Нет", "Не нашли"),
        ("Гагарина", "есть в нескольких посёлках"),
        (", ".join(["Редкино"] * (MAX_PLACES + 1)), "Мест больше"),
    ],
)
def test_a_place_that_nobody_knows_is_named(text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        places_in(text, book())


def test_works_explain_the_same_trouble_at_the_same_place_within_their_time() -> None:
    assert covers(works(), dry())
    assert covers(works(), dry(topic="housing_no_hot_water"))
    assert covers(works(), dry(None))  # the settlement alone: any of its streets
    assert covers(works(REDKINO), dry("st-other"))
    assert not covers(works(), dry("st-other"))
    assert not covers(works(), dry(topic="housing_roof_leak"))
    assert not covers(works(), dry(published_at=at(8, 59)))
    assert not covers(works(), dry(published_at=at(16, 1)))
    assert not covers(works(), incident(topic="housing_no_cold_water", published_at=at(14)))


def test_works_that_ended_early_explain_nothing_after_it() -> None:
    early = works(ended_at=at(12))
    assert early.ends == at(12)
    assert not covers(early, dry())
    assert covers(early, dry(published_at=at(11)))
    assert works(ended_at=at(17)).ends == at(16)


def test_the_answer_says_what_where_and_until_when() -> None:
    text = suggested(works(), end="сегодня, 24 ноября, до 16:00")
    assert text == (
        "Здравствуйте! Это плановые работы: меняют задвижку. Где: Редкино, улица Гагарина. "
        "Закончат сегодня, 24 ноября, до 16:00. Если к этому времени не заработает, напишите здесь, проверим."
    )


def test_what_may_be_planned_are_families_of_topics() -> None:
    assert set(WORKED_ON) <= {family.key for family in FAMILIES}
    assert works().until - works().since == timedelta(hours=7)
