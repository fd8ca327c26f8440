"""The town refuses what VK's published schema does not allow, so that every story proves our calls by it."""

from collections.abc import AsyncIterator

import pytest

from sandbox.client import TownClient, open_town
from tests.kit.town.vk import TOWN, error, response, write

WRONG = [
    ("wall.get", "service", {"owner_id": -1, "colour": "red"}, "colour is no parameter of wall.get"),
    ("wall.get", "service", {"owner_id": "первая"}, "owner_id not integer"),
    ("wall.get", "service", {"owner_id": -1, "count": -5}, "count should be positive or 0"),
    ("wall.get", "service", {"owner_id": -1, "extended": "maybe"}, "extended not boolean"),
    ("wall.getComments", "service", {"owner_id": -1, "post_id": 1, "sort": "newest"}, "sort is invalid"),
    ("wall.getById", "service", {}, "posts is undefined"),
    ("wall.createComment", "group", {"owner_id": -1, "post_id": "x", "message": "а"}, "post_id not integer"),
    ("messages.send", "group", {"peer_id": 1001, "random_id": 1, "message": "а" * 9_001}, "message is over 9000 signs"),
    ("messages.send", "group", {"peer_ids": "1," * 100 + "1", "random_id": 1, "message": "а"}, "peer_ids has over 100 items"),
]


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=3600) as client:
        yield client


@pytest.mark.parametrize(("method", "token", "values", "why"), WRONG, ids=lambda each: each if isinstance(each, str) else "")
async def test_what_the_schema_does_not_allow_is_refused(
    town: TownClient, method: str, token: str, values: dict[str, object], why: str
) -> None:
    await write(town, "яма")
    code, words = await error(town, method, token=token, **values)
    assert code == 100
    assert why in words


async def test_what_it_allows_is_served_and_an_empty_value_is_none(town: TownClient) -> None:
    await write(town, "яма")
    asked = {"owner_id": -1, "extended": True, "count": 1, "filter": "all", "fields": ["photo_50"], "domain": ""}
    assert (await response(town, "wall.get", **asked))["count"] == 1
