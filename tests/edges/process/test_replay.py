"""The decision path dry: a line in, a line out, in order, on the clock of the lines; a bad line is answered and the run goes on."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot.cli.arguments_of_streams import READ_LINES, REPLAY_LINES
from bot.cli.replay import replay_stream
from bot.config.district import find_taxonomy
from nlp.requests import parse
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
    "beside",
    "doubtful",
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
    bad += [{"close": []}, {"close": 5}, {"close": [1], "at": "noon"}, {"id": 5, "text": "x", "at": 7}]
    beyond = [{"id": 6, "text": HEATING, "at": "0001-01-01T00:00:00"}, {"id": 7, "text": HEATING, "at": "9999-12-31T23:59:59-12:00"}]
    strange = ["", "\x00", "🚑" * 1000, "яма \ud83d", "<b>яма</b>\u2028на Лесной"]
    rows = [json.dumps({"id": n, "text": text}) for n, text in enumerate(strange, start=8)]
    late = {"id": 13, "text": HEATING, "at": "2026-11-23T09:00:00"}
    yield replayed(*bad, *beyond, *rows, late, district=False)


def test_a_bad_line_is_answered_and_the_run_goes_on(oddities: tuple[list[Json], int]) -> None:
    answers, failed = oddities
    assert failed == 12
    assert [answer.get("id") for answer in answers] == [None, None, None, 3, 4, 5, None, None, None, 5, *range(6, 14)]
    told = [answer.get("error") for answer in answers[:12]]
    fields = "нужен объект JSON с полями id и text, или close со списком id прочитанных постов"
    moment = "at: нужны день и время от 2000 до 2099 года, пример: 2026-11-24T09:20"
    assert told == [fields] * 5 + [moment] + [fields] * 2 + [moment] * 4


def test_strange_texts_are_answered_line_by_line(oddities: tuple[list[Json], int]) -> None:
    assert not [answer for answer in oddities[0][12:] if "error" in answer]


def test_a_post_older_than_the_one_before_is_taken_in_and_no_wrong_moment_moved_the_clock(oddities: tuple[list[Json], int]) -> None:
    last = oddities[0][-1]
    assert last["new"]
    assert last["due_at"].startswith("2026-11-2")
    assert last["warning"] == "время раньше, чем у строки выше: решено по часам 2026-11-24T09:04+03:00"


def test_the_heading_of_a_post_is_read_with_it() -> None:
    said = "Сугробы во дворе по пояс, третью неделю никто не чистит"
    answers, _ = replayed({"id": 1, "title": "Лесная, 5", "text": said}, district=False)
    assert answers[0]["place"] == "ул. Лесная, 5"


def test_the_questions_of_one_post_are_told_and_go_to_the_likeliest_department() -> None:
    asked = f"{POTHOLE} А ещё дома батареи чуть тёплые, сделайте отопление"
    (told, plain), failed = replayed({"id": 1, "text": asked}, {"id": 2, "text": HEATING})
    assert failed == 0
    assert told["parts"] == ["roads_potholes", "housing_no_heating"] and "parts" not in plain
    assert (told["status"], told["route"]["department"]) == ("assigned", "housing")
    assert told["route"]["because"].startswith("отопление (правило")


def test_a_doubt_beside_a_card_is_told_and_a_dropped_post_that_somebody_should_look_at() -> None:
    dark, questions = "В подъезде опять темно", f"{POTHOLE} А ещё дома батареи чуть тёплые, сделайте отопление"
    rows = [dark, questions, HEATING, "Сосульки на Энергетиков, 29 как хрусталь, любуюсь", "Продам гараж, недорого, торг"]
    answers, failed = replayed(*({"id": n, "text": text} for n, text in enumerate(rows)))
    assert failed == 0
    assert [answer.get("beside") for answer in answers] == [["place"], ["questions"], [], None, None]
    assert [answer["doubtful"] for answer in answers] == [False, False, False, True, False]


def post(id: int, at: str, text: str = POTHOLE) -> Json:
    return {"id": id, "text": text, "community": "Подслушано", "at": at}


@pytest.mark.parametrize(("day", "due"), [("2025-07-14", "2025-07-15"), ("2020-02-03", "2020-02-04")])
def test_the_clock_starts_at_the_first_line_of_whatever_year(day: str, due: str) -> None:
    (first, second), failed = replayed(post(1, f"{day}T09:00"), post(2, f"{day}T11:30"))
    assert failed == 0 and not {"warning", "repeat"} & {*first, *second}
    assert first["due_at"].startswith(due)
    assert second["matched_because"].endswith(", 2 ч назад")


def test_a_voice_that_comes_after_the_end_is_a_repeat() -> None:
    rows = [
        post(1, "2025-07-14T09:00"),
        {"close": [1], "at": "2025-07-15T09:00"},
        post(2, "2025-07-16T09:00"),
        post(3, "2025-07-16T09:30"),
        {"close": [1, 3], "at": "2025-07-17T09:00"},
        post(4, "2025-07-27T09:00"),
        post(5, "2025-07-27T10:00"),
    ]
    (first, ended, again, more, ended_again, later, latest), failed = replayed(*rows)
    number = first["incident"]
    assert failed == 0 and "repeat" not in first
    assert ended == {"close": [1], "closed": [number]} and ended_again == {"close": [1, 3], "closed": [number]}
    assert [(each["incident"], each["status"], each["new"]) for each in (again, more)] == [(number, "reopened", False)] * 2
    assert {each["repeat"]["because"] for each in (again, more)} == {f"повтор № {number}: снова в работе"}
    assert later["new"] and later["incident"] != number
    assert latest["incident"] == later["incident"]
    assert later["repeat"] == latest["repeat"] == {"of": number, "because": f"повтор № {number}: новая карточка"}


def test_what_cannot_be_closed_is_named_and_what_can_is_closed() -> None:
    rows = [
        post(1, "2025-07-14T09:00"),
        post(2, "2025-07-14T09:10", "Продам гараж, недорого, торг"),
        {"close": ["нет", 1, 2], "at": "2025-07-14T08:00"},
        {"close": [1]},
    ]
    (first, _, ended, ended_twice), failed = replayed(*rows)
    assert failed == 1
    assert (ended["closed"], ended["without_card"]) == ([first["incident"]], [2])
    assert ended["error"] == "close: таких постов выше не было: нет"
    assert ended["warning"] == "время раньше, чем у строки выше: решено по часам 2025-07-14T09:10+03:00"
    assert ended_twice == {"close": [1], "closed": [first["incident"]]}


def test_a_clock_that_goes_back_a_year_stands_still_until_the_stream_is_there_again() -> None:
    (first, back, then), failed = replayed(post(1, "2025-07-14T09:00"), post(2, "2024-07-14T09:00"), post(3, "2025-07-14T10:00"))
    assert failed == 0 and "warning" not in {*first, *then}
    assert back["warning"] == "время раньше, чем у строки выше: решено по часам 2025-07-14T09:00+03:00"
    assert then["matched_because"].endswith(", 1 ч назад")


def test_an_id_of_two_streams_is_named_and_the_card_of_the_first_stays_as_it_was() -> None:
    other = post(1, "2025-07-14T09:20", HEATING) | {"community": "Соседи"}
    (first, taken, same, edited), failed = replayed(
        post(1, "2025-07-14T09:00"),
        other,
        post(1, "2025-07-14T09:30") | {"community": "Соседи"},
        post(1, "2025-07-14T09:40", f"{POTHOLE} Уже две ямы"),
    )
    assert failed == 1
    told = "id: пост с таким id уже был в другой группе и с другим текстом, это два потока; дайте постам разные id"
    assert taken == {"id": 1, "error": told}
    assert same == {"id": 1, "incident": None, "because": "такой пост уже был"}
    assert (edited["incident"], edited["new"], edited["topic"]) == (first["incident"], False, first["topic"])


def test_lines_out_of_order_are_counted_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    replayed(post(1, "2025-07-14T09:00"), post(2, "2025-07-13T09:00"))
    assert "Строк со временем раньше, чем у строки выше: 1." in capsys.readouterr().err


def test_the_sample_lines_of_the_help_are_lines_that_it_takes() -> None:
    lines = [line.strip() for line in REPLAY_LINES.splitlines() if line.startswith("  {")]
    (_, comment, ended), failed = replayed(*lines)
    assert failed == 0
    assert comment["incident"] is not None and ended["closed"] and "without_card" not in ended
    assert [parse(line.strip())[0] for line in READ_LINES.splitlines() if line.startswith("  {")] == [1, 2]
