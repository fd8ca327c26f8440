"""What joins by itself and what asks: calm wishes beside dangers, one author in two towns, a trouble that came back."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.cli.replay import replay_stream
from incidents.incident import Act, Doubt
from nlp.learning.streams import DISTRICTS
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, voices, writes
from tests.kit.screens import card_text
from tests.kit.values.samples import place, reading

KONAKOVO, REDKINO = (place(town, "Гагарина", "20") for town in ("Конаково", "Редкино"))
GROUP = "Наше Конаково"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def replayed(*rows: dict[str, Any]) -> list[dict[str, Any]]:  # Any: JSON
    """What `otklik replay` says of each line."""
    out = io.StringIO()
    district, taxonomy = DISTRICTS / "konakovo", DISTRICTS / "taxonomy.csv"
    replay_stream(map(json.dumps, rows), out, district=district, taxonomy=taxonomy, progress=False)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def told(id: int, text: str, at: str, author: str, community: str = GROUP) -> dict[str, Any]:  # Any: JSON
    return {"id": id, "text": text, "at": f"2026-11-{at}", "author": author, "community": community}


def test_a_calm_wish_joins_no_danger_by_street_and_topic() -> None:
    cars = "Возле садика на Набережной Волги машины паркуются прямо на газоне, детям не пройти, идут по дороге"
    danger, wish = replayed(told(1, cars, "24T09:00", "1"), told(2, "А почему бы не поставить лавочки на набережной?", "24T09:02", "2"))
    assert danger["danger"] and wish["new"] and wish["incident"] != danger["incident"]


@pytest.mark.parametrize(
    "again",
    [
        "Рано радовались. На Баскакова 15 с пяти утра опять лёд вместо батарей, теперь уже по обоим стоякам",
        "баскакова 15, опять холодина в квартире. двое суток погрели, и хватит?",
    ],
)
def test_a_trouble_that_came_back_is_told_as_a_repeat(again: str) -> None:
    first = told(1, "Баскакова 15 второй подъезд. С вечера батареи чуть тёплые, к утру ледяные", "24T06:55", "1")
    ended = {"close": [1], "at": "2026-11-25T17:00"}
    assert "repeat" in replayed(first, ended, told(2, again, "27T06:44", "2"))[-1]


def test_another_trouble_beside_what_is_over_is_no_repeat() -> None:
    first = told(1, "Баскакова 15 второй подъезд. С вечера батареи чуть тёплые, к утру ледяные", "24T06:55", "1")
    other = told(2, "На Баскакова у перехода не горит фонарь, дети идут в темноте", "27T06:44", "2")
    assert "repeat" not in replayed(first, {"close": [1], "at": "2026-11-25T17:00"}, other)[-1]


async def test_the_same_words_in_groups_of_two_towns_ask_where_it_is(town: DeskTown) -> None:
    first = (await town.take(await writes(town, 2), reading(main=KONAKOVO))).incident
    assert first is not None
    again = (await town.take(await writes(town, 3), reading(main=REDKINO))).incident
    assert again is not None and again.id == first.id and len(await voices(town, first.id)) == 2
    assert (again.doubt, again.place, again.department_id) == (Doubt.PLACE, KONAKOVO, first.department_id)
    assert "Где это? То же написали в группе другого посёлка. Отдел верный?" in await card_text(town, again, "coordinator")
    assert "Где это? То же написали в группе другого посёлка. Не ваше?" in await card_text(town, again, "ann")


async def test_where_the_coordinator_has_said_so_nobody_is_asked_again(town: DeskTown) -> None:
    first = (await town.take(await writes(town, 2), reading(main=KONAKOVO))).incident
    await town.take(await writes(town, 3), reading(main=REDKINO))
    assert first is not None
    await town.act(first.id, Act.CHECKED, "coordinator")
    again = (await town.take(await writes(town, 4), reading(main=REDKINO))).incident
    assert again is not None and (again.id, again.doubt) == (first.id, None)


async def test_the_same_words_of_one_town_and_a_repost_ask_nothing(town: DeskTown) -> None:
    post = await writes(town, 2)
    await town.take(post, reading(main=KONAKOVO))
    same = (await town.take(await writes(town, 3), reading(main=KONAKOVO))).incident
    passed_on = await writes(town, 4, author=AUTHOR, original=post.post.external_id)
    repost = (await town.take(passed_on, reading(main=REDKINO))).incident
    assert [each and each.doubt for each in (same, repost)] == [None, None]
