"""Sources said in the chat: a link is looked at through VK outside of the transaction; pause, removal, the way back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.config.settings_networks import VkSettings
from bot.config.settings_values import Wall
from bot.reading.collect import Collecting, Watched
from bot.reading.source_checks import MAX_TRIES, SourceJobs
from bot.reading.vk_access import VkAccess, watch_walls
from bot.wakeups import Nudge
from handlers.kit.buttons import ChangesButton
from handlers.sources.buttons import SourceButton, SourceDo
from incidents.posts import Batch, Source
from tests.kit.desk_town import DeskTown
from tests.kit.phones import Phones, phones
from tests.kit.said import said
from tests.kit.scripted_collector import Scripted, a_post, sweep, unread
from tests.kit.vk.fake import FakeVk, open_vk

OPEN = {"response": {"groups": [{"id": 77, "name": "Посёлок рядом", "is_closed": 0}]}}
WALL = {"response": {"count": 3, "items": []}}


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


@pytest.fixture
async def vk() -> AsyncIterator[FakeVk]:
    async with open_vk() as fake:
        fake.say("groups.getById", OPEN)
        fake.say("wall.get", WALL)
        yield fake


@asynccontextmanager
async def access(town: DeskTown, vk: FakeVk, *, token: str | None = "service") -> AsyncIterator[VkAccess]:
    made = VkAccess(VkSettings.model_validate({"api_base": vk.base, **({"service_token": token} if token else {})}), town.clock)
    try:
        yield made
    finally:
        made.close()


async def look(hands: Phones, vk: FakeVk, *, token: str | None = "service") -> str:
    """What waits is looked at; gives back what was said last."""
    async with access(hands.town, vk, token=token) as made:
        assert await SourceJobs(hands.town.storage, hands.town.clock, [made], Nudge()).step()
    return await read(hands)


async def read(hands: Phones) -> str:
    return (await said(hands.town))[-1][1]


async def link(hands: Phones, text: str) -> None:
    await hands.press("coordinator", button(SourceDo.ADD))
    await hands.type("coordinator", text)


def button(do: SourceDo, id: int = 0) -> SourceButton:
    return SourceButton(do=do, source=id)


async def sources(hands: Phones) -> list[Source]:
    async with hands.town.storage.transaction() as tx:
        return list(await tx.sources.all())


async def test_a_link_is_checked_added_and_its_old_posts_are_history(hands: Phones, vk: FakeVk) -> None:
    town = hands.town
    await link(hands, "https://vk.com/posyolok_ryadom")
    assert [code for code, _ in await said(town)][-1] == "source_checking"
    text = await look(hands, vk)
    assert "Добавили: «Посёлок рядом», ВК\nПервый обход запомнит старое, карточки пойдут с новых постов" in text
    assert [name for name, _ in vk.calls] == ["groups.getById", "wall.get"]
    added = (await sources(hands))[-1]
    assert (added.external_id, added.title, added.added_by) == ("-77", "Посёлок рядом", town.who("coordinator").id)
    old = replace(a_post(1, town.clock.now()), external_id="wall-77_1", url="https://vk.com/wall-77_1")
    new = replace(old, external_id="wall-77_2", url="https://vk.com/wall-77_2")
    scripted = Scripted(Batch(posts=(old,), cursor="c1"), Batch(posts=(old, new), cursor="c2"))
    collecting = Collecting(town.storage, town.clock, [], Nudge(), collector_of=lambda _source: scripted)
    await sweep(collecting)
    assert await unread(town) == []
    await sweep(collecting)
    assert await unread(town) == ["wall-77_2"]
    assert scripted.cursors == [None, "c1"]
    await hands.press("coordinator", ChangesButton(area="sources", page=0))
    assert "«Посёлок рядом»: добавили" in await read(hands)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"groups.getById": {"response": {"groups": [{"id": 77, "name": "Х", "is_closed": 1}]}}}, "закрытое сообщество"),
        ({"groups.getById": {"response": {"groups": [{"id": 77, "name": "Х", "deactivated": "banned"}]}}}, "удалено или заблокировано"),
        ({"groups.getById": {"error": {"error_code": 100, "error_msg": "x"}}, "users.get": {"response": []}}, "не знает такого адреса"),
        (
            {"groups.getById": {"response": {"groups": []}}, "users.get": {"response": [{"id": 5, "is_closed": True}]}},
            "закрытый личный профиль",
        ),
        ({"wall.get": {"error": {"error_code": 15, "error_msg": "x"}}}, "Стена закрыта для чтения"),
        ({"groups.getById": {"error": {"error_code": 5, "error_msg": "x"}}}, "Токен ВК недействителен"),
        ({"groups.getById": {"response": {"groups": [{"name": "без номера"}]}}}, "не так, как описано"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_added(
    hands: Phones, vk: FakeVk, answers: dict[str, Any], says: str
) -> None:
    for method, answer in answers.items():
        vk.say(method, answer)
    await link(hands, "https://vk.com/posyolok_ryadom")
    text = await look(hands, vk)
    assert text.startswith("Не добавили.")
    assert says in text
    assert [each.external_id for each in await sources(hands)] == ["-1"]


async def test_without_a_token_the_refusal_says_whom_to_ask(hands: Phones, vk: FakeVk) -> None:
    await link(hands, "https://vk.com/club77")
    assert "нет сервисного ключа" in await look(hands, vk, token=None)
    assert vk.calls == []


async def test_an_open_page_of_a_person_is_read_and_its_owner_is_not_named(hands: Phones, vk: FakeVk) -> None:
    vk.say("users.get", {"response": [{"id": 5, "first_name": "Имя", "last_name": "Фамилия", "is_closed": False}]})
    await link(hands, "https://vk.com/id5")
    assert "«страница id5»" in await look(hands, vk)
    vk.say("users.get", {"response": []})
    await link(hands, "https://vk.com/id6")
    assert "не знает такого адреса" in await look(hands, vk)


async def test_a_community_that_is_read_already_is_said_so(hands: Phones, vk: FakeVk) -> None:
    vk.say("groups.getById", {"response": [{"id": 1, "name": "Подслушано"}]})
    await link(hands, "https://vk.com/club1")
    assert "Это сообщество уже читаем: «Подслушано Конаково»" in await look(hands, vk)
    assert len(await sources(hands)) == 1


async def test_a_wrong_link_gets_a_sentence_and_the_question_stays_open(hands: Phones, vk: FakeVk) -> None:
    await hands.press("coordinator", button(SourceDo.ADD))
    assert "Какое сообщество читать?" in await read(hands)
    for bad, says in (("https://ok.ru/profile/1", "Одноклассник"), ("https://t.me/chat", "Telegram"), ("какая-то группа", "одну ссылку")):
        await hands.type("coordinator", bad)
        assert says in await read(hands)
    await hands.type("coordinator", "https://vk.com/club77")
    assert "Добавили" in await look(hands, vk)


async def test_a_defect_of_the_check_is_tried_again_and_then_told(hands: Phones, vk: FakeVk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.reading.vk_access.look_at", broken)
    await link(hands, "https://vk.com/club77")
    await hands.town.sweep_outbox()
    async with access(hands.town, vk) as made:
        jobs = SourceJobs(hands.town.storage, hands.town.clock, [made], Nudge())
        for _ in range(MAX_TRIES):
            assert await jobs.step()
            assert not await jobs.step()
            hands.town.clock.move(minutes=4)
        assert not await jobs.step()
    assert [text for _, text in await said(hands.town)] == ["Не добавили. Проверить ссылку не получилось\nДругая ссылка?"]


async def test_a_pause_reads_nothing_and_resuming_goes_on_where_it_stopped(hands: Phones) -> None:
    town, id = hands.town, hands.town.source.id
    scripted = Scripted(Batch(posts=(), cursor="c1"))
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(town.source, cursor="c0", baseline_at=town.clock.now(), broken_at=town.clock.now()))
    collecting = Collecting(town.storage, town.clock, [Watched(town.source, scripted)], Nudge())
    assert "Пауза" in (await hands.press("coordinator", button(SourceDo.PAUSE, id)) or "")
    assert "на паузе с" in await read(hands)
    await sweep(collecting)
    assert scripted.cursors == []
    assert await hands.press("coordinator", button(SourceDo.PAUSE, id)) == "Так уже и есть"
    await hands.press("coordinator", button(SourceDo.RESUME, id))
    await sweep(collecting)
    assert scripted.cursors == ["c0"]
    assert await hands.press("coordinator", button(SourceDo.RESUME, id)) == "Так уже и есть"


async def test_a_removed_wall_stays_away_whatever_the_settings_say_and_comes_back_by_a_tap(hands: Phones, vk: FakeVk) -> None:
    town, id = hands.town, hands.town.source.id
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(town.source, cursor="c0", baseline_at=town.clock.now()))
    await hands.press("coordinator", button(SourceDo.ASK_REMOVE, id))
    assert "Больше не читать?" in await read(hands)
    assert await hands.press("coordinator", button(SourceDo.REMOVE, id)) == "Убрали. Вернуть можно здесь же"
    async with access(town, vk) as made:
        watched = await watch_walls(town.storage, made, [Wall("-1", "Подслушано Конаково", None)], town.clock)
    assert await sources(hands) == []
    scripted = Scripted(Batch(posts=(a_post(5, town.clock.now()),), cursor="c1"))
    collecting = Collecting(town.storage, town.clock, [replace(each, collector=scripted) for each in watched], Nudge())
    await sweep(collecting)
    assert scripted.cursors == []
    assert "уже убран" in (await hands.press("coordinator", button(SourceDo.PAUSE, id)) or "")
    assert "Вернули" in (await hands.press("coordinator", button(SourceDo.RESTORE, id)) or "")
    await sweep(collecting)
    assert scripted.cursors == [None]
    assert await unread(town) == []
    assert await hands.press("coordinator", button(SourceDo.RESTORE, id)) == "Так уже и есть"


async def test_the_settlement_of_a_community_is_a_hint_for_its_posts(hands: Phones, vk: FakeVk) -> None:
    town = hands.town
    await hands.press("coordinator", button(SourceDo.TOWN, town.source.id))
    await town.sweep_outbox()
    await hands.type("coordinator", "Редкино")
    assert "задан при установке" in await read(hands)
    await hands.type("coordinator", "отмена")
    await link(hands, "https://vk.com/club77")
    await look(hands, vk)
    added = (await sources(hands))[-1]
    await hands.press("coordinator", button(SourceDo.TOWN, added.id))
    await town.sweep_outbox()
    await hands.type("coordinator", "Нигдеево")
    assert "не нашли" in await read(hands)
    await hands.type("coordinator", "Редкино")
    assert "Посёлок: Редкино" in await read(hands)
    scripted = Scripted(Batch(posts=(), cursor="c1"))
    await sweep(Collecting(town.storage, town.clock, [Watched(added, scripted)], Nudge()))
    assert (await sources(hands))[-1].settlement_id == "s-redkino"


async def test_a_removed_wall_may_be_added_again_by_its_link(hands: Phones, vk: FakeVk) -> None:
    id = hands.town.source.id
    await hands.press("coordinator", button(SourceDo.REMOVE, id))
    vk.say("groups.getById", {"response": [{"id": 1, "name": "Подслушано"}]})
    await link(hands, "https://vk.com/club1")
    assert "Добавили" in await look(hands, vk)
    assert [(each.id, each.removed_at) for each in await sources(hands)] == [(id, None)]


async def test_only_a_coordinator_keeps_sources(hands: Phones) -> None:
    for do in SourceDo:
        assert "Источники ведёт координатор" in (await hands.press("ann", button(do, hands.town.source.id)) or "")
    assert await hands.press("coordinator", button(SourceDo.SHOW, 999)) == "Такого источника больше нет. Откройте /sources ещё раз"
    await hands.type("coordinator", "/sources")
    assert "Источников: 1" in await read(hands)


async def test_only_vk_walls_get_a_collector_and_only_with_a_token(hands: Phones, vk: FakeVk) -> None:
    wall = hands.town.source
    async with access(hands.town, vk) as made:
        assert made.collector_of(wall) is not None
        assert made.collector_of(replace(wall, external_id="replay:x")) is None
    async with access(hands.town, vk, token=None) as made:
        assert made.collector_of(wall) is None
    collecting = Collecting(hands.town.storage, hands.town.clock, [], Nudge(), collector_of=made.collector_of)
    await sweep(collecting)
    assert (await sources(hands))[0].last_ok_at is None
