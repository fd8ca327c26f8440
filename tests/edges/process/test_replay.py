"""The decision path dry: a line in, a line out, in order; a bad line is answered and the run goes on."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot.cli.replay import replay_stream
from bot.config.district import find_taxonomy
from tests.kit.desk_town import konakovo

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
POTHOLE = "На улице Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?"
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


@pytest.fixture(scope="module")
def oddities() -> Iterator[tuple[list[Json], int]]:
    """One run of lines that are wrong and of texts that are strange."""
    bad: list[object] = ["{", "[1]", {"text": "без id"}, {"id": 3}, {"id": 4, "text": 7}, {"id": 5, "text": "x", "at": "noon"}, "", "  "]
    beyond = [{"id": 6, "text": HEATING, "at": "0001-01-01T00:00:00"}, {"id": 7, "text": HEATING, "at": "9999-12-31T23:59:59-12:00"}]
    strange = ["", "\x00", "🚑" * 1000, "яма \ud83d", "<b>яма</b>\u2028на Лесной"]
    rows = [json.dumps({"id": n, "text": text}) for n, text in enumerate(strange, start=8)]
    late = {"id": 13, "text": HEATING, "at": "2026-11-23T09:00:00"}
    yield replayed(*bad, *beyond, *rows, late, district=False)


def test_a_bad_line_is_answered_and_the_run_goes_on(oddities: tuple[list[Json], int]) -> None:
    answers, failed = oddities
    assert failed == 8
    assert [answer.get("id") for answer in answers] == [None, None, None, *range(3, 14)]
    assert {answer.get("error") for answer in answers[:8]} == {"нужен объект JSON с полями id и text"}


def test_strange_texts_are_answered_line_by_line(oddities: tuple[list[Json], int]) -> None:
    assert not [answer for answer in oddities[0][8:] if "error" in answer]


def test_a_post_older_than_the_one_before_is_taken_in_and_no_wrong_moment_moved_the_clock(oddities: tuple[list[Json], int]) -> None:
    last = oddities[0][-1]
    assert last["new"]
    assert last["due_at"].startswith("2026-11-2")


def test_the_heading_of_a_post_is_read_with_it() -> None:
    said = "Сугробы во дворе по пояс, третью неделю никто не чистит"
    answers, _ = replayed({"id": 1, "title": "Лесная, 5", "text": said}, district=False)
    assert answers[0]["place"] == "ул. Лесная, 5"


def test_the_questions_of_one_post_are_told_and_wait_for_the_coordinator() -> None:
    asked = f"{POTHOLE} А ещё дома батареи чуть тёплые, сделайте отопление"
    (told, plain), failed = replayed({"id": 1, "text": asked}, {"id": 2, "text": HEATING})
    assert failed == 0
    assert told["parts"] == ["roads_potholes", "housing_no_heating"] and "parts" not in plain
    assert (told["status"], told["route"]["official"]) == ("new", "coordinator")
    assert told["route"]["because"] == "несколько вопросов в одном сообщении"
