"""The demo's posts: read from a file with one line for each mistake, written on the walls in the order of their moments."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config.settings import ScheduleSettings
from bot.demo import play as play_module
from bot.demo.control import Control, Sandbox, SandboxError
from bot.demo.day.scenes import MORNING, scene_of, with_mornings
from bot.demo.play import MAX_TEXT, BadPosts, PlannedPost, Player, load_posts, load_scenes
from bot.demo.run import DAY
from bot.demo.town import MORE_WALLS, Town, make_town
from incidents.official import Role
from tests.kit.desk_town import START, StillClock, konakovo
from tests.kit.values.samples import MOSCOW, at

SUMMARY_AT = ScheduleSettings().summary_at


def loaded(tmp_path: Path, *rows: object) -> list[PlannedPost]:
    file = tmp_path / "posts.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("\n".join(lines), encoding="utf-8")
    return list(load_posts(file, day=START, zone=MOSCOW))


def test_moments_are_iso_with_and_without_a_zone_or_an_hour_of_the_day(tmp_path: Path) -> None:
    moments = ("9:05", "2026-11-25T10:00:00", "2026-11-25T10:00:00+05:00", None)
    posts = loaded(tmp_path, *({"text": "x", "at": moment} for moment in moments))
    assert [post.at for post in posts] == [at(9, 5), at(10, day=25), at(8, day=25), None]


def test_what_a_row_says_is_kept_and_a_text_is_cut_as_vk_would(tmp_path: Path) -> None:
    (post,) = loaded(tmp_path, {"text": "я" * 100_000, "community": "", "key": "k", "under": "u", "photos": ["ice"]}, "", "  ")
    assert (len(post.text), post.community, post.key, post.under, post.photos) == (MAX_TEXT, None, "k", "u", ("ice",))


def test_a_row_may_be_the_communitys_pass_a_post_on_and_bring_a_video(tmp_path: Path) -> None:
    video = {"type": "video", "title": "Яма"}
    (post,) = loaded(tmp_path, {"text": "x", "unsigned": True, "repost": "k", "attachments": [video]})
    assert (post.unsigned, post.repost, post.attachments) == (True, "k", (video,))


def test_a_residents_own_line_separator_stays_within_the_text(tmp_path: Path) -> None:
    (post,) = loaded(tmp_path, {"text": "нет\u2028воды\x85"})
    assert post.text == "нет\u2028воды\x85"


@pytest.mark.parametrize(
    "row", ["{", "[1]", "7", {"text": 7}, {"no": "text"}, {"text": "x", "at": "noon"}, {"text": "x", "at": 5}, {"text": "x", "photos": 5}]
)
def test_a_broken_row_is_one_line_with_its_number(tmp_path: Path, row: object) -> None:
    with pytest.raises(BadPosts, match="строка 2: нужен объект JSON") as caught:
        loaded(tmp_path, {"text": "ok"}, row)
    assert "\n" not in caught.value.user_text


def test_a_day_of_ones_own_has_its_mornings_and_the_built_in_one_its_own() -> None:
    own = [PlannedPost(text="x"), PlannedPost(text="x", at=at(10)), PlannedPost(text="x", at=at(10, day=28))]
    mornings = with_mornings([], own, start=START.astimezone(MOSCOW), summary_at=SUMMARY_AT)
    assert [(each.title, each.at, each.phones) for each in mornings] == [
        (MORNING, at(7, 30, day=25), ("head",)),
        (MORNING, at(7, 30, day=29), ("head",)),
    ]
    assert mornings[0].shows == "25 ноября · за"
    known = load_scenes(DAY, day=START, zone=MOSCOW)
    assert list(
        with_mornings(known, load_posts(DAY, day=START, zone=MOSCOW), start=START.astimezone(MOSCOW), summary_at=SUMMARY_AT)
    ) == list(known)


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "не в UTF-8"), (b"\n\n", "ни одного поста"), (None, "не читается")])
def test_a_file_that_cannot_be_played_is_one_line(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "posts.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadPosts, match=words):
        load_posts(file, day=START, zone=MOSCOW)


def test_a_scene_with_a_moment_of_its_own_stands_by_itself_and_names_its_phones(tmp_path: Path) -> None:
    file = tmp_path / "day.jsonl"
    rows = [
        {"scene": "Газ", "phones": ["housing", "duty"]},
        {"text": "Пахнет газом", "at": "16:25", "community": "Стена"},
        {"scene": "Утро", "about": "сводка", "at": "2026-11-25T07:30", "phones": ["head", "nobody"]},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    gas, morning = load_scenes(file, day=START, zone=MOSCOW)
    assert (gas.text, gas.community, gas.phones) == ("Пахнет газом", "Стена", ("housing", "duty"))
    assert (morning.at, morning.text, morning.phones) == (at(7, 30, day=25), None, ("head", "nobody"))
    town = make_town(konakovo(), ["Стена"])
    people = {o.user_id: (o.role, o.department_id) for o in town.officials}
    shown = scene_of(gas, town)
    assert [people[id] for id in shown["phones"]] == [(Role.EXECUTOR, "housing"), (Role.DUTY, None)]
    assert shown["group_id"] == next(c.group_id for c in town.communities if c.title == "Стена")
    assert [people[id] for id in scene_of(morning, town)["phones"]] == [(Role.HEAD, None)]


def test_the_built_in_day_goes_on_to_the_evening_and_the_next_morning() -> None:
    scenes = load_scenes(DAY, day=START, zone=MOSCOW)
    assert [each.at for each in scenes] == sorted(each.at for each in scenes)
    assert [(each.at.astimezone(MOSCOW).hour, each.phones) for each in scenes[-3:]] == [
        (16, ("housing", "duty")),
        (17, ("coordinator",)),
        (7, ("head",)),
    ]
    assert all(each.phones for each in scenes)


def test_a_scene_stands_at_the_moment_of_the_post_below_it(tmp_path: Path) -> None:
    file = tmp_path / "day.jsonl"
    rows = [{"scene": "Утро", "about": "начало"}, {"text": "x", "at": "9:05"}, {"text": "y"}, {"scene": "Без времени"}, {"text": "z"}]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert [(s.title, s.about, s.at) for s in load_scenes(file, day=START, zone=MOSCOW)] == [("Утро", "начало", at(9, 5))]
    assert len(load_posts(file, day=START, zone=MOSCOW)) == 3


def test_the_built_in_day_can_be_played_in_the_built_in_town() -> None:
    posts = load_posts(DAY, day=START, zone=MOSCOW)
    town = make_town(konakovo(), (post.community or "" for post in posts))
    assert len(posts) > 10
    assert {post.community for post in posts if post.community} <= {c.title for c in town.communities}
    assert {post.under for post in posts if post.under} <= {post.key for post in posts}
    assert {post.repost for post in posts if post.repost} <= {post.key for post in posts}
    assert any(post.unsigned for post in posts)
    assert any(post.attachments for post in posts)
    assert load_scenes(DAY, day=START, zone=MOSCOW)


def test_the_town_has_somebody_for_every_role_and_department_and_a_wall_for_every_community() -> None:
    town = make_town(konakovo(), ["Новая стена", "", "Новая стена", konakovo().walls[0].title])
    assert {o.department_id for o in town.officials if o.role is Role.EXECUTOR} == {d.id for d in konakovo().departments}
    assert {Role.COORDINATOR, Role.DUTY, Role.HEAD, Role.CHIEF} <= {o.role for o in town.officials}
    assert len({o.user_id for o in town.officials}) == len(town.officials)
    assert [c.title for c in town.communities].count("Новая стена") == 1
    assert len({c.group_id for c in town.communities}) == len(town.communities)
    crowded = make_town(konakovo(), map(str, range(100)))
    assert len(crowded.communities) == len(konakovo().walls) + MORE_WALLS


def planned(row: dict[str, Any]) -> PlannedPost:  # Any: a line of a day
    return PlannedPost(**{**row, "attachments": tuple(row.get("attachments", ()))})


@pytest.fixture
async def control() -> AsyncIterator[Control]:
    sandbox = await Sandbox.start(port=0, origin=START, speed=1, anchor=START.timestamp())
    yield sandbox.control
    await sandbox.close()


async def wall(control: Control, group_id: int) -> list[dict[str, Any]]:
    posts: list[dict[str, Any]] = (await control.get("vk/wall", group_id=group_id))["posts"]
    return posts


async def test_posts_are_written_at_their_moments_on_their_walls_and_comments_under_their_posts(control: Control) -> None:
    town: Town = make_town(konakovo(), ["Стена"])
    await control.post("reset", **town.describe())
    clock = StillClock()
    player = Player(control, clock, town)
    posts = [
        PlannedPost(text="второй", at=START + timedelta(hours=2), community="Стена"),
        PlannedPost(text="первый", at=START + timedelta(hours=1), community="Стена", key="a", photos=("ice",)),
        PlannedPost(text="под первым", at=START + timedelta(hours=3), under="a"),
        PlannedPost(text="минутой позже"),
        PlannedPost(text="ничей", under="unknown"),
    ]
    await player.play(posts)
    assert (player.played, player.refused) == (5, 0)
    assert clock.now() == START + timedelta(hours=3, minutes=2)
    own = next(c.group_id for c in town.communities if c.title == "Стена")
    texts = {post["text"]: [c["text"] for c in post["comments"]] for post in await wall(control, own)}
    assert texts["первый"] == ["под первым"]
    assert "второй" in texts


async def test_a_community_publishes_as_itself_and_a_repost_passes_a_post_on(control: Control) -> None:
    town: Town = make_town(konakovo(), ["Стена"])
    await control.post("reset", **town.describe())
    rows: list[dict[str, Any]] = [
        {"text": "Анонимно. Яма у почты", "unsigned": True, "key": "a", "community": "Стена"},
        {"text": "Смотрите", "attachments": [{"type": "video", "title": "Яма"}], "community": "Стена"},
        {"text": "Доколе", "repost": "a", "community": "Стена"},
    ]
    player = Player(control, StillClock(), town)
    await player.play([planned(row) for row in rows])
    own = next(c.group_id for c in town.communities if c.title == "Стена")
    first, second, third = await wall(control, own)
    assert (first["from_id"], second["attachments"]) == (-own, [{"type": "video", "title": "Яма", "url": ""}])
    assert third["from_id"] > 0
    assert third["repost_of"] == {"owner_id": -own, "post_id": first["post_id"]}


async def test_what_the_wall_refuses_is_counted_and_the_rest_is_played(
    control: Control, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = make_town(konakovo())
    await control.post("reset", **town.describe())
    monkeypatch.setattr(play_module, "STEP", timedelta(seconds=1))
    player = Player(control, StillClock(), town)
    await player.play([PlannedPost(text="", photos=("no such picture",)), PlannedPost(text="хороший")])
    assert (player.played, player.refused) == (1, 1)
    assert "полигон отказал (vk/post)" in caplog.text


async def test_a_call_that_the_town_refuses_speaks_in_its_words(control: Control) -> None:
    with pytest.raises(SandboxError, match="полигон отказал"):
        await control.press(404, 404, 1, "Принять")
    with pytest.raises(SandboxError):
        await control.get("nothing-like-this")


async def test_a_port_that_is_taken_is_one_line(control: Control) -> None:
    with pytest.raises(SandboxError) as caught:
        await Sandbox.start(port=control.port, origin=START, speed=1, anchor=START.timestamp())
    assert "\n" not in caught.value.user_text
    assert "Traceback" not in caught.value.user_text
    assert str(control.port) in caught.value.user_text


def test_the_clock_of_these_tests_is_a_working_tuesday() -> None:
    assert datetime.fromisoformat("2026-11-24T09:14:00+03:00") == START
