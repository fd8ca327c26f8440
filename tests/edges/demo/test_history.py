"""What was before the demo's day: read from the day's file, played through the desk, remembered by an address."""

import json
from pathlib import Path

import pytest

from bot.demo.control import SandboxError
from bot.demo.day.days_before import load_history, play_history
from bot.demo.day.region_list import ListLine, load_lists
from bot.demo.play import BadPosts, load_posts, load_scenes
from bot.demo.run import DAY
from bot.demo.town import make_town
from incidents.incident import ClosingOutcome
from tests.kit.desk_town import START, konakovo
from tests.kit.values.samples import MOSCOW, at

CASE: dict[str, object] = {
    "past": "2026-11-12T09:31",
    "community": "Наше Конаково",
    "text": "Строителей, 9, холодно",
    "answer": "Здравствуйте! Проверим до 20 ноября",
    "answered": "2026-11-12T11:02",
    "closed": "2026-11-12T17:20",
    "outcome": "planned",
}


def day_of(tmp_path: Path, *rows: dict[str, object]) -> Path:
    file = tmp_path / "day.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def test_the_past_is_apart_from_the_day_and_comes_in_its_own_order(tmp_path: Path) -> None:
    earlier = {**CASE, "past": "2026-11-03T10:00"}
    file = day_of(tmp_path, CASE, earlier, {"text": "Яма", "at": "9:05"})
    assert [post.text for post in load_posts(file, day=START, zone=MOSCOW)] == ["Яма"]
    first, second = load_history(file, day=START, zone=MOSCOW)
    assert (first.at, second.at) == (at(10, day=3), at(9, 31, day=12))
    assert (second.answered_at, second.closed_at, second.outcome) == (at(11, 2, day=12), at(17, 20, day=12), ClosingOutcome.PLANNED)


@pytest.mark.parametrize("wrong", [{"outcome": "fine"}, {"closed": None}, {"answered": "noon"}])
def test_a_past_that_makes_no_sense_is_one_line_with_its_number(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(BadPosts, match="строка 1"):
        load_history(day_of(tmp_path, {**CASE, **wrong}), day=START, zone=MOSCOW)


async def test_a_community_that_the_town_has_not_is_named(tmp_path: Path) -> None:
    (case,) = load_history(day_of(tmp_path, {**CASE, "community": "Луна"}), day=START, zone=MOSCOW)
    with pytest.raises(SandboxError, match="Луна"):
        await play_history(None, None, make_town(konakovo()), [case])  # type: ignore[arg-type] # neither is asked


def test_the_built_in_day_remembers_the_house_of_the_broken_promise() -> None:
    past = load_history(DAY, day=START, zone=MOSCOW)
    assert [("Строителей" in case.text, case.outcome) for case in past] == [
        (True, ClosingOutcome.EXPLAINED),
        (True, ClosingOutcome.EXPLAINED),
    ]


LINE = {"number": "5418207", "key": "cold", "due": "25.11.2026 12:30", "text": "Холодно"}


def test_a_list_of_the_region_is_no_post_and_makes_a_scene_of_its_own(tmp_path: Path) -> None:
    file = day_of(tmp_path, {"scene": "Список", "about": "a"}, {"at": "14:02", "region": [LINE]}, {"text": "Яма", "at": "15:00"})
    assert [post.text for post in load_posts(file, day=START, zone=MOSCOW)] == ["Яма"]
    assert [(scene.title, scene.at) for scene in load_scenes(file, day=START, zone=MOSCOW)] == [("Список", at(14, 2))]
    (sent,) = load_lists(file, day=START, zone=MOSCOW)
    assert (sent.at, sent.lines) == (at(14, 2), (ListLine(number="5418207", key="cold", due="25.11.2026 12:30", text="Холодно"),))


@pytest.mark.parametrize(
    "row", [{"at": "14:02", "region": [{"number": "1"}]}, {"at": None, "region": [LINE]}, {"at": "x", "region": [LINE]}]
)
def test_a_list_that_makes_no_sense_is_one_line_with_its_number(tmp_path: Path, row: dict[str, object]) -> None:
    with pytest.raises(BadPosts, match="строка 1"):
        load_lists(day_of(tmp_path, row), day=START, zone=MOSCOW)


def test_every_post_that_the_built_in_list_names_is_in_the_day() -> None:
    keys = {post.key for post in load_posts(DAY, day=START, zone=MOSCOW)}
    (sent,) = load_lists(DAY, day=START, zone=MOSCOW)
    assert all(line.link or line.key in keys for line in sent.lines)
    assert any(line.link for line in sent.lines), "the region knows something that we lack"
