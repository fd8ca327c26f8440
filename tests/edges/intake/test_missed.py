"""«Не взяли», /missed: who sees what became no card, what they say of it, what is learned and what an erasure leaves."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.reading.learning import learn
from bot.storage.acts.looks import look
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from bot.storage.intake.dropped_posts import drop_verdict
from handlers.deadlines.buttons import NightButton, NightDo
from handlers.intake.buttons import MissedButton, MissedDo
from handlers.kit.rendering import Unneeded
from incidents.acts.looks import LookKind
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.intake.dropped_posts import DropVerdict
from incidents.official import Role
from incidents.posts import StoredPost
from incidents.reading import Kind, Place, PlaceKind
from incidents.routing.reading_corrections import CorrectionKind
from incidents.sources.word_filters import FilteredBy, FilterKind
from tests.kit.desk_town import HOUSING, DeskTown, desk_town
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said
from tests.kit.source_chats import becomes_source
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place, reading

HOLE = "на ул Энергетиков 14 яма такая что колесо потерял"


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        await hands.town.enrol("press", Role.APPROVER)
        await hands.town.enrol("second", Role.COORDINATOR)
        hands.town.clock.moment = at(11)
        yield hands


async def drop(town: DeskTown, text: str, score: float = 0.01, **read: Any) -> StoredPost:  # Any: fields of a Reading
    post = await town.write(text)
    outcome = await town.take(post, reading(**{"is_appeal": False, "appeal_score": score, "kind": Kind.CHAT, "places": (), **read}))
    assert outcome.incident is None
    return post


async def drop_in_chat(town: DeskTown, text: str, score: float) -> StoredPost:
    chat = await becomes_source(town.storage)
    async with town.storage.transaction() as tx:
        source = next(each for each in await tx.sources.all() if each.id == chat.source_id)
    wall, town.source = town.source, source
    try:
        return await drop(town, text, score)
    finally:
        town.source = wall


def button(do: MissedDo, post: int = 0, *, is_found: bool = False, page: int = 0) -> MissedButton:
    return MissedButton(do=do, post=post, is_found=is_found, page=page)


async def read(hands: Phones) -> str:
    ((_, text),) = await said(hands.town)
    return text


async def looks(town: DeskTown) -> list[tuple[str, PostId | None]]:
    async with town.storage.transaction() as tx:
        rows = await tx.looks.newest(limit=50)
        posts = [row.post_id for row in await tx._all(everywhere(select(look).order_by(look.c.id.desc())))]
    return [(str(row.data["how"]), post) for row, post in zip(rows, posts, strict=True)]


async def test_an_empty_day_says_what_it_means(hands: Phones) -> None:
    await hands.type("coordinator", "/missed")
    assert (await read(hands)).startswith("Не взяли: пусто. Со вчерашнего дня всё, что написали жители, уже на карточках или просмотрено")


async def test_the_doubtful_stand_first_and_each_opening_is_a_look(hands: Phones) -> None:
    town = hands.town
    await drop(town, "Какой сегодня закат")
    hole = await drop(town, HOLE, 0.25)
    await hands.type("coordinator", "/missed")
    lines = (await read(hands)).splitlines()
    assert lines[0] == "Не взяли 2, сомнительных 1, со вчерашнего дня"
    assert "яма такая" in lines[1] and lines[1].endswith("похоже на обращение")
    await hands.press("coordinator", button(MissedDo.SHOW, hole.id))
    assert "Не взяли. Бот решил: разговор, но похоже на обращение" in await read(hands)
    assert await looks(town) == [(LookKind.MISSED, hole.id), (LookKind.MISSED, None)]


async def test_it_is_an_appeal_the_card_shows_the_true_hour_and_the_clock_runs_from_the_tap(hands: Phones) -> None:
    town = hands.town
    hole, rain = await drop(town, HOLE, 0.25), await drop(town, "Дождь, а крыша у соседей течёт", 0.2)
    town.clock.moment = at(15)
    toast = await hands.press("coordinator", button(MissedDo.APPEAL, hole.id))
    assert toast == "Взяли в работу № 1. Бот учтёт"
    assert "крыша у соседей" in await read(hands)  # the next doubtful one in its place
    async with town.storage.transaction() as tx:
        number = await tx.voices.incident_of(hole.id)
        assert number is not None
        incident = await tx.incidents.get(number)
        (learned,) = await tx.corrections.all()
    assert (incident.published_at, incident.clock_from) == (hole.post.published_at, at(15))
    assert (learned.kind, learned.before, learned.after, learned.post_id) == (CorrectionKind.NOT_APPEAL, "chat", "", hole.id)
    assert await hands.press("coordinator", button(MissedDo.RIGHTLY, rain.id)) == "Записали, бот учтёт"
    assert (await read(hands)).startswith("Не взяли: пусто")


async def test_the_press_service_judges_too_and_a_second_verdict_changes_nothing(hands: Phones) -> None:
    town = hands.town
    hole, rain = await drop(town, HOLE, 0.25), await drop(town, "Дождь, а крыша у соседей течёт", 0.2)
    await hands.press("press", button(MissedDo.APPEAL, hole.id))
    for who in ("press", "coordinator"):
        assert await hands.press(who, button(MissedDo.APPEAL, hole.id)) == "Это сообщение уже на карточке. Найти её: /find"
    await hands.press("coordinator", button(MissedDo.RIGHTLY, rain.id))
    for who, do in (("coordinator", MissedDo.RIGHTLY), ("second", MissedDo.APPEAL)):
        assert await hands.press(who, button(do, rain.id)) == "Про это сообщение уже решили. Всё-таки обращение? Заведите его: /new"
    async with town.storage.transaction() as tx:
        assert await tx.voices.incident_of(rain.id) is None


async def test_what_was_erased_meanwhile_is_gone_from_the_list_and_cannot_be_judged(hands: Phones) -> None:
    town = hands.town
    hole = await drop(town, HOLE, 0.25)
    await erase(town.storage, hole.id, old=False)
    for do in (MissedDo.APPEAL, MissedDo.RIGHTLY):
        toast = await hands.press("coordinator", button(do, hole.id))
        assert toast == "Это сообщение стёрто по просьбе жителя, решать больше нечего"
    await hands.press("coordinator", button(MissedDo.SHOW, hole.id))
    assert (await read(hands)).startswith("Не взяли: пусто")
    assert await hands.press("coordinator", button(MissedDo.APPEAL, 4040)) == NotFound.default


async def test_others_neither_see_nor_judge(hands: Phones) -> None:
    hole = await drop(hands.town, HOLE, 0.25)
    for who in ("olga", "duty", "head", "observer"):
        toast = await hands.press(who, button(MissedDo.LIST))
        assert toast is not None and toast.startswith("Весь список видят координатор и пресс-служба")
        assert (await hands.press(who, button(MissedDo.APPEAL, hole.id)) or "").startswith(
            "Что не взяли, проверяют координатор и пресс-служба"
        )
        assert (await hands.press(who, button(MissedDo.LIST, is_found=True)) or "").startswith("Что бот не взял, видят")
    await hands.type("olga", "/missed")
    assert "Команда /missed не для вашей роли" in (await read(hands))
    assert await hands.press("olga", NightButton(do=NightDo.DECIDE, since=0, until=0, post=0)) is not None


async def test_a_chief_of_any_department_looks_for_a_word_and_judges_nothing(hands: Phones) -> None:
    town = hands.town
    await town.enrol("housing", Role.CHIEF, HOUSING)
    hole = await drop(town, HOLE, 0.25)
    await drop(town, "Какой сегодня закат")
    for who in ("chief", "housing"):
        await hands.type(who, "/missed")
        assert "Какое слово искать среди того, что не взяли?" in await read(hands)
        await hands.type(who, "ямы")
        text = await read(hands)
        assert text.startswith("Не взяли, с этими словами 1: «ямы»") and "закат" not in text
        await hands.press(who, button(MissedDo.SHOW, hole.id, is_found=True))
        ((_, message),) = await messages(town)
        assert "Это обращение? Напишите координатору или заведите сами: /new" in message.html
        assert [each.label for row in message.rows for each in row] == ["Открыть пост", "К списку"]
        assert (await hands.press(who, button(MissedDo.LIST)) or "").startswith("Весь список видят")
        assert (await hands.press(who, button(MissedDo.RIGHTLY, hole.id, is_found=True)) or "").startswith("Что не взяли, проверяют")
    assert len([how for how, _ in await looks(town) if how == LookKind.MISSED]) == 4


async def test_a_chief_opens_no_post_that_the_word_does_not_find(hands: Phones) -> None:
    hole, sunset = await drop(hands.town, HOLE, 0.25), await drop(hands.town, "Какой сегодня закат")
    await hands.type("chief", "/missed закат")
    await read(hands)
    await hands.press("chief", button(MissedDo.SHOW, hole.id, is_found=True))
    assert "яма" not in await read(hands)
    await hands.press("chief", button(MissedDo.SHOW, sunset.id, is_found=True))
    assert "Какой сегодня закат" in await read(hands)


async def test_an_unknown_word_and_no_word_at_all(hands: Phones) -> None:
    await drop(hands.town, HOLE, 0.25)
    await hands.type("coordinator", "/missed кракен")
    assert (await read(hands)).startswith("Среди того, что не взяли, нет: «кракен»")
    await hands.type("coordinator", "/missed !!!")
    assert "Здесь нет ни слов, ни номера" in await read(hands)


async def test_of_a_house_chat_only_the_doubtful_and_only_for_coordinators(hands: Phones) -> None:
    town = hands.town
    talk, likely = await drop_in_chat(town, "Соседи, кто на шашлыки?", 0.02), await drop_in_chat(town, "Опять у нас в подъезде потоп", 0.3)
    await hands.type("coordinator", "/missed")
    text = await read(hands)
    assert "потоп" in text and "шашлыки" not in text
    for words in ("/missed", "/missed потоп"):
        await hands.type("press", words)
        assert "потоп»" not in (await read(hands)).replace("«потоп»", "")
    await hands.press("press", button(MissedDo.SHOW, likely.id))
    assert "подъезде" not in await read(hands)
    await hands.type("coordinator", "/missed шашлыки")
    assert (await read(hands)).startswith("Среди того, что не взяли, нет")
    assert talk.id != likely.id


async def test_pages_turn_in_place_and_a_post_goes_back_to_its_page(hands: Phones) -> None:
    town = hands.town
    posts = [await drop(town, f"Разговор номер {n}") for n in range(8)]
    await hands.press("coordinator", button(MissedDo.LIST, page=1))
    ((_, message),) = await messages(town)
    assert [each.label for row in message.rows for each in row] == ["7", "8", "Назад"]
    await hands.press("coordinator", button(MissedDo.SHOW, posts[0].id, page=1))
    ((_, message),) = await messages(town)
    assert message.rows[-1][0].data == button(MissedDo.LIST, page=1).pack()


async def test_buttons_of_the_former_morning_still_work(hands: Phones) -> None:
    hole = await drop(hands.town, HOLE, 0.25)
    old = {"since": int(at(8, 30, day=23).timestamp()), "until": int(at(8, 30).timestamp())}
    await hands.press("coordinator", NightButton(do=NightDo.DOUBTFUL, post=0, **old))
    assert "Не взяли 1, сомнительных 1" in await read(hands)
    assert await hands.press("coordinator", NightButton(do=NightDo.APPEAL, post=hole.id, **old)) == "Взяли в работу № 1. Бот учтёт"


SURE = {
    "topics": (("roads_potholes", 0.95),),
    "places": (Place(kind=PlaceKind.STREET, span=(0, 2), text="ул", norm="ул", place_id="st-1"),),
}


async def test_what_is_nearly_an_appeal_is_asked_about_without_a_sound_and_stays_in_the_list(hands: Phones) -> None:
    town = hands.town
    post = await drop(town, HOLE, 0.25, **SURE)
    await town.take(post, reading(is_appeal=False, appeal_score=0.25, kind=Kind.CHAT, **SURE))  # the same once more
    asked = [row for row in await town.rows() if row.code == "appeal_asked"]
    assert {row.chat_id for row in asked} == {hands.user("coordinator"), hands.user("second")}
    assert len(asked) == 2 and not any(row.sound for row in asked)
    first, _ = await messages(town)
    assert "Обращение? похоже:" in parse(first[1].html)
    assert [each.label for row in first[1].rows for each in row] == ["Это обращение", "Не обращение", "Открыть пост"]
    await hands.type("coordinator", "/missed")
    assert "сомнительных 1" in await read(hands)
    toast = await hands.press("coordinator", button(MissedDo.YES, post.id))
    assert toast == "Взяли в работу № 1. Бот учтёт"
    assert [row.code for row in await town.rows() if row.code == "delete"] == ["delete"]
    assert await hands.press("second", button(MissedDo.NO, post.id)) == "Это сообщение уже на карточке. Найти её: /find"


async def test_a_question_that_has_its_answer_is_not_sent(hands: Phones) -> None:
    post = await drop(hands.town, HOLE, 0.25, **SURE)
    async with hands.town.storage.transaction() as tx:
        await tx.dropped_posts.judge(post.id, DropVerdict.RIGHTLY, by=hands.town.who("coordinator").id, at=at(11))
    with pytest.raises(Unneeded):
        await said(hands.town)


@pytest.mark.parametrize(
    "read", [{"score": 0.14}, {"topics": (("roads_potholes", 0.89),)}, {"places": ()}, {"kind": Kind.AD, "score": 0.0}]
)
async def test_what_is_less_sure_waits_in_the_list_alone(hands: Phones, read: dict[str, Any]) -> None:  # Any: fields of a Reading
    await drop(hands.town, HOLE, **{"score": 0.25, **SURE, **read})
    assert await hands.town.says("appeal_asked") == []


async def erase(storage: Storage, post: PostId, *, old: bool) -> None:
    async with storage.transaction() as tx:
        await tx.personal_data.erase(await tx.personal_data.reach([post]), at=at(12), old=old)


async def features(town: DeskTown) -> dict[int, Any]:  # Any: JSON
    async with town.storage.transaction() as tx:
        return {row.post_id: row.features for row in await tx._all(everywhere(select(drop_verdict)))}


async def judged(hands: Phones, n: int = 11) -> list[StoredPost]:
    """Half are appeals, half are not."""
    posts = [
        await drop(hands.town, f"{HOLE} уже в {k} раз, дом {k + 1}", 0.25, main=place("Конаково", "Энергетиков", str(k + 1)))
        for k in range(2 * n)
    ]
    for k, post in enumerate(posts):
        await hands.press("coordinator", button(MissedDo.APPEAL if k % 2 else MissedDo.RIGHTLY, post.id))
    await hands.town.sweep_outbox()
    return posts


async def test_both_verdicts_are_lessons_and_leave_hashed_features(hands: Phones, tmp_path: Path) -> None:
    town, posts = hands.town, await judged(hands)
    async with town.storage.transaction() as tx:
        lessons = {each.post.id: each for each in await tx.lessons.all(None)}
    assert [lessons[post.id].is_appeal for post in posts] == [False, True] * 11
    assert all(each.keeps_features for each in lessons.values())
    made = {post.id: {"version": 1, "score": 0.25, "columns": [post.id], "weights": [1.0]} for post in posts}
    seen = tmp_path / "seen.jsonl"
    script = tmp_path / "learner.py"
    answer = {"lessons": 22, "report": {}, "layer": None, "features": made}
    script.write_text(
        f"import sys, json\nopen({str(seen)!r}, 'w').writelines(sys.stdin.readlines())\nprint({json.dumps(json.dumps(answer))})"
    )
    command = [sys.executable, str(script)]
    assert await learn(town.storage, Path(), now=town.clock.now(), command=command) == 22
    assert (await features(town))[posts[0].id] == made[posts[0].id]

    await erase(town.storage, posts[0].id, old=True)  # by age: what was taught stays
    await erase(town.storage, posts[1].id, old=True)
    await erase(town.storage, posts[2].id, old=False)  # by a wish: that goes too
    assert set(await features(town)) == {post.id for post in posts} - {posts[2].id}
    await learn(town.storage, Path(), now=town.clock.now(), command=command)
    rows = {row["id"]: row for row in map(json.loads, (await asyncio.to_thread(seen.read_text)).splitlines())}
    assert rows[posts[0].id] == {"id": posts[0].id, "is_appeal": False, "features": made[posts[0].id]}
    assert rows[posts[1].id]["is_appeal"] is True and "text" not in rows[posts[1].id]
    assert posts[2].id not in rows
    assert rows[posts[3].id]["keep"] is False  # kept already


async def test_what_a_filter_dropped_rightly_teaches_the_reader_nothing(hands: Phones) -> None:
    town = hands.town
    hole = await drop(town, HOLE, 0.25)
    async with town.storage.transaction() as tx:
        await tx.sources_health.keep_filtered(hole.id, FilteredBy(kind=FilterKind.STOP_WORDS, words="яма"), at=at(11))
    await hands.press("coordinator", button(MissedDo.RIGHTLY, hole.id))
    async with town.storage.transaction() as tx:
        assert await tx.lessons.all(None) == []
        (one,) = await tx.dropped_posts.between(at(0), at(23))
    assert one.verdict is DropVerdict.RIGHTLY


async def test_yesterday_is_there_and_the_day_before_is_found_by_a_word(hands: Phones) -> None:
    town = hands.town
    town.clock.moment = at(1, day=23)
    await drop(town, HOLE, 0.25)
    town.clock.moment = at(23)
    await hands.type("coordinator", "/missed")
    assert "яма" in await read(hands)
    town.clock.moment = at(1, day=26)
    await hands.type("coordinator", "/missed")
    assert "Не взяли: пусто" in await read(hands)
    await hands.type("coordinator", "/missed колеса")
    assert "яма" in await read(hands)


async def test_on_both_engines_a_word_is_looked_for_in_the_text(database_url: str) -> None:
    async with desk_town(database_url) as town:
        hole = await drop(town, HOLE, 0.25)
        await drop(town, "Какой сегодня закат")
        async with town.storage.transaction() as tx:
            found = await tx.dropped_posts.between(at(0), at(23), stems=(" яма", " 14 "))
            assert [each.post_id for each in found] == [hole.id]
            assert await tx.dropped_posts.between(at(0), at(23), stems=(" 1_",)) == []
