"""The decision path dry: a line in, a line out, in order; a bad line is answered and the run goes on."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot.district import find_taxonomy
from bot.replay import replay_stream
from tests.edges.desk_town import konakovo

FIELDS = {
    "id",
    "incident",
    "new",
    "status",
    "group",
    "topic",
    "place",
    "route",
    "due_at",
    "danger",
    "matched_because",
}
POTHOLE = "На улице Энергетиков у дома 29 яма на дороге, уже два колеса пробили"
HEATING = "Конаково, Строителей 14, батареи холодные вторую неделю, дети мёрзнут"
Json = dict[str, Any]  # Any: JSON


def replayed(*rows: object, district: bool = True) -> tuple[list[Json], int]:
    """Answers, and how many lines could not be read."""
    out = io.StringIO()
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    folder = konakovo().folder
    failed = replay_stream(lines, out, district=folder if district else None, taxonomy=find_taxonomy(folder), progress=False)
    return [json.loads(line) for line in out.getvalue().splitlines()], failed


@pytest.fixture(scope="module")
def day() -> Iterator[list[Json]]:
    """One run of a small day, looked at from many sides."""
    rows = [
        {"id": 1, "text": POTHOLE, "community": "Подслушано", "at": "2026-11-24T09:00:00"},
        {"id": "two", "text": HEATING, "at": "2026-11-24T09:05:00+03:00"},
        {"id": 3, "text": POTHOLE, "community": "Наш двор", "at": "2026-11-24T09:20:00+03:00"},
        {"id": 4, "text": "+1", "parent_id": 1, "parent_text": POTHOLE, "community": "Подслушано", "author": "77"},
        {"id": 1, "text": POTHOLE},
        {"id": 6, "text": "Продам гараж, недорого, торг"},
    ]
    answers, failed = replayed(*rows)
    assert failed == 0
    yield answers


def test_answers_come_in_the_order_of_the_posts_with_their_own_ids(day: list[Json]) -> None:
    assert [answer["id"] for answer in day] == [1, "two", 3, 4, 1, 6]


def test_an_incident_is_told_with_its_route_and_its_deadline(day: list[Json]) -> None:
    first = day[0]
    assert set(first) == FIELDS
    assert (first["new"], first["status"], first["matched_because"]) == (True, "assigned", None)
    assert first["route"]["department"] == "roads"
    assert "правило" in first["route"]["because"]
    assert datetime.fromisoformat(first["due_at"]).tzinfo is not None
    assert "Энергетиков" in first["place"]


def test_the_same_problem_joins_and_says_why(day: list[Json]) -> None:
    assert (day[2]["incident"], day[2]["new"]) == (day[0]["incident"], False)
    assert day[2]["matched_because"]
    assert day[3]["incident"] == day[0]["incident"]


def test_a_post_that_was_there_and_one_that_is_no_appeal_open_nothing(day: list[Json]) -> None:
    assert day[4] == {"id": 1, "incident": None, "because": "такой пост уже был"}
    assert (day[5]["incident"], day[5]["because"].startswith("не обращение")) == (None, True)


def test_a_bad_line_is_answered_and_the_run_goes_on() -> None:
    bad: list[object] = ["{", "[1]", {"text": "без id"}, {"id": 5}, {"id": 6, "text": 7}, {"id": 7, "text": "x", "at": "noon"}, "", "  "]
    answers, failed = replayed(*bad, {"id": 8, "text": HEATING})
    assert failed == 6
    assert [answer.get("id") for answer in answers] == [None, None, None, 5, 6, 7, 8]
    assert {answer.get("error") for answer in answers[:-1]} == {"нужен объект JSON с полями id и text"}
    assert answers[-1]["incident"] == 1


def test_hostile_texts_are_answered_line_by_line() -> None:
    texts = ["", "\x00", "🚑" * 1000, "яма \ud83d", "<b>яма</b>\u2028на Лесной"]
    rows = [json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)]
    answers, failed = replayed(*rows, district=False)
    assert ([answer["id"] for answer in answers], failed) == ([0, 1, 2, 3, 4], 0)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_out_of_this_world_spoils_no_other_line(moment: str) -> None:
    answers, failed = replayed({"id": 1, "text": HEATING, "at": moment}, {"id": 2, "text": HEATING})
    assert failed == 1
    assert answers[1]["due_at"].startswith("2026-11-2")


def test_a_post_older_than_the_one_before_is_taken_in_too() -> None:
    answers, _ = replayed(
        {"id": 1, "text": POTHOLE, "at": "2026-11-24T09:00:00"}, {"id": 2, "text": HEATING, "at": "2026-11-23T09:00:00"}, district=False
    )
    assert [answer["incident"] for answer in answers] == [1, 2]
