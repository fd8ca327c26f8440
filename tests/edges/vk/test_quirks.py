"""VK's quirks on a wall, one recorded answer each; and the cursor, which no quirk may swell."""

import json
from datetime import UTC, datetime

import pytest

from collectors.vk.memory import OVERALL, PER_POST, Known, Memory
from collectors.vk.wall import VkWall
from incidents.posts import Batch, SourceBroken
from tests.kit.vk.fake import HANG, RECORDED, FakeVk, client_of, recorded
from tests.kit.vk.walls import START, texts


@pytest.mark.parametrize(
    ("name", "line", "fatal"),
    [
        ("vk_error_5_wrong_token", "Токен ВК недействителен: получите новый и впишите его в настройки", True),
        ("vk_error_15_closed_wall", "Стена закрыта для чтения: попросите владельца открыть её", True),
        ("vk_error_27_group_token", "Нужен токен другого вида: стены читает сервисный ключ, отвечает ключ сообщества", True),
        ("vk_error_29_quota", "Суточный запас обращений к ВК исчерпан, сделали паузу", False),
        ("vk_error_6_too_often", "ВК просит обращаться реже", False),
        ("vk_html_with_200", "ВК ответил непонятно: вместо данных пришла веб-страница", False),
        ("vk_answer_a_list", "ВК ответил не так, как описано в его документации", False),
        ("vk_created_without_id", "ВК ответил не так, как описано в его документации", False),
    ],
)
async def test_every_trouble_is_a_state_of_the_source(vk: FakeVk, name: str, line: str, fatal: bool) -> None:
    client = client_of(vk)
    vk.say("wall.get", recorded(name))
    with pytest.raises(SourceBroken) as caught:
        await VkWall(client, -1, now=lambda: START).fetch(None)
    assert (caught.value.user_text, caught.value.fatal) == (line, fatal)
    assert caught.value.__cause__ is None
    client.close()


async def sweep_recorded(vk: FakeVk, *names: str, cursor: str | None = None, timeout: float = 2.0) -> Batch:
    client = client_of(vk, timeout=timeout)
    for name in names:
        vk.say(json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["method"], recorded(name))
    try:
        return await VkWall(client, -1, now=lambda: datetime.fromtimestamp(1780300500, UTC)).fetch(cursor)
    finally:
        client.close()


async def test_a_pinned_old_post_hides_no_new_one(vk: FakeVk) -> None:
    batch = await sweep_recorded(vk, "vk_wall_pinned_first")
    assert [post.external_id for post in batch.posts] == ["wall-1_3", "wall-1_90"]
    assert [post.author_id for post in batch.posts] == ["-1", "101"]


async def test_a_signed_post_is_its_signers_and_a_repost_speaks_the_original(vk: FakeVk) -> None:
    signed, anonymous, repost = (await sweep_recorded(vk, "vk_wall_signed")).posts
    assert (signed.author_id, anonymous.author_id) == ("101", "-1")
    assert (repost.text, repost.repeats) == ("Отключение воды на Свободы до 18:00", "-77")
    assert repost.photos == ("https://sun9-1.example.com/notice.jpg",)


async def test_what_is_attached_leaves_its_kind_and_its_words(vk: FakeVk) -> None:
    (post,) = (await sweep_recorded(vk, "vk_wall_attachments")).posts
    assert [(each.kind.value, each.words) for each in post.attached] == [
        ("video", "Яма на Лесной, 5. Снято утром"),
        ("clip", ""),
        ("link", "Как чинят дороги"),
        ("poll", "Дождёмся ли света на Правды?"),
        ("document", ""),
        ("audio", ""),
        ("photo", "Люк у школы"),
        ("other", ""),
        ("place", "Конаково, улица Лесная"),
    ]
    assert post.photos == ("https://sun9-1.example.com/p.jpg",)
    assert post.words.split("\n")[:2] == ["Смотрите, что творится", "Яма на Лесной, 5. Снято утром"]


async def test_a_repost_keeps_own_words_and_those_it_passes_on(vk: FakeVk) -> None:
    chain, own = (await sweep_recorded(vk, "vk_wall_repost_chain")).posts
    assert (own.text, own.author_id, own.repeats) == ("Доколе?!\n\nЯма на ул. Баскакова, 12", "101", "")
    assert (chain.text, chain.photos) == ("Помогите\n\nНет света на Правды, 3", ("https://sun9-1.example.com/dark.jpg",))
    assert [each.kind.value for each in chain.attached] == ["repost"]


async def test_a_null_or_a_thing_without_an_id_does_not_break_the_sweep(vk: FakeVk) -> None:
    vk.say("wall.get", recorded("vk_wall_null_items"))
    batch = await sweep_recorded(vk, "vk_comments_null_items")
    assert texts(batch) == ["Нет воды на Строителей", "и у нас нет", "и у нас"]


async def test_the_largest_size_of_each_photo_is_taken(vk: FakeVk) -> None:
    (post,) = (await sweep_recorded(vk, "vk_wall_photo_sizes")).posts
    assert post.photos == ("https://sun9-2.example.com/w.jpg?sign=1", "https://sun9-3.example.com/y.jpg")


async def test_a_post_that_cannot_be_read_does_not_spoil_the_wall(vk: FakeVk) -> None:
    batch = await sweep_recorded(vk, "vk_wall_odd_item")
    assert texts(batch) == ["Спасибо за двор на Энергетиков", "Нет воды на Строителей"]


async def test_strange_texts_pass_through(vk: FakeVk) -> None:
    batch = await sweep_recorded(vk, "vk_wall_strange_text")
    assert texts(batch) == ['Анна, Администрация "молчит" & тут ссылка справка [важно] \x00\ud83d конец']
    batch.cursor.encode()


async def test_a_post_missing_from_the_wall_is_asked_by_its_id(vk: FakeVk) -> None:
    first = await sweep_recorded(vk, "vk_wall_pinned_first")
    vk.say("wall.get", {"response": {"count": 1, "items": []}})
    kept = await sweep_recorded(vk, "vk_by_id_as_list", cursor=first.cursor)
    assert kept.gone == ("wall-1_3",)
    gone = await sweep_recorded(vk, "vk_by_id_deleted_flag", cursor=kept.cursor)
    assert gone.gone == ("wall-1_90",)


async def test_a_comment_that_was_deleted_is_not_told_and_its_reply_is(vk: FakeVk) -> None:
    wall = recorded("vk_wall_pinned_first")
    wall["response"]["items"][1]["comments"]["count"] = 2
    vk.say("wall.get", wall)
    batch = await sweep_recorded(vk, "vk_comments_deleted_husk")
    reply = batch.posts[-1]
    assert (reply.text, reply.likes, reply.reply_to_external_id) == ("и у нас нет", 2, "wall-1_90_r51")
    assert not [post for post in batch.posts if post.external_id.endswith("_r51")]


async def test_hidden_comments_of_one_post_do_not_break_the_source(vk: FakeVk) -> None:
    wall = recorded("vk_wall_pinned_first")
    wall["response"]["items"][1]["comments"]["count"] = 2
    vk.say("wall.get", wall)
    first = await sweep_recorded(vk, "vk_error_212_comments_hidden")
    assert len(first.posts) == 2
    assert (await sweep_recorded(vk, cursor=first.cursor)).posts == ()
    assert vk.count("wall.getComments") == 1


async def test_trouble_with_comments_holds_no_post_back_and_is_told_when_there_is_none(vk: FakeVk) -> None:
    wall = recorded("vk_wall_pinned_first")
    wall["response"]["items"][1]["comments"]["count"] = 2
    vk.say("wall.get", wall)
    vk.say("wall.getComments", HANG)
    first = await sweep_recorded(vk, timeout=0.2)
    assert len(first.posts) == 2
    with pytest.raises(SourceBroken, match="ВК не ответил вовремя"):
        await sweep_recorded(vk, cursor=first.cursor, timeout=0.2)
    recovered = await sweep_recorded(vk, "vk_comments_deleted_husk", cursor=first.cursor)
    assert texts(recovered) == ["и у нас нет"]


async def test_a_comment_missed_by_shifting_pages_is_not_called_gone(vk: FakeVk) -> None:
    wall = recorded("vk_wall_pinned_first")
    wall["response"]["items"][1]["comments"]["count"] = 2
    full = recorded("vk_comments_deleted_husk")
    vk.say("wall.get", wall)
    first = await sweep_recorded(vk, "vk_comments_deleted_husk")
    wall["response"]["items"][1]["comments"]["count"] = 1
    vk.say("wall.get", wall)
    vk.say("wall.getComments", {"response": {"count": 1, "current_level_count": 1, "items": []}}, full)
    assert (await sweep_recorded(vk, cursor=first.cursor)).gone == ()


@pytest.mark.parametrize("cursor", ["", "not json", "[]", '{"v":2}', '{"v":1,"top":1}', "[" * 100_000])
async def test_a_spoiled_cursor_is_as_if_nothing_was_read(cursor: str) -> None:
    assert Memory.load(cursor) == Memory(first=True)


def test_the_cursor_is_bounded_and_forgets_the_oldest_comments_first() -> None:
    comments = dict.fromkeys(range(10**6, 10**6 + 1000), "0badcafe")
    memory = Memory(top=40, posts={id: Known(date=1, mark="0badcafe", count=1000, comments=dict(comments)) for id in range(1, 41)})
    memory.gone = list(range(500))
    cursor = memory.dump()
    kept = Memory.load(cursor)
    assert len(cursor) < 100_000
    assert sum(len(known.comments) for known in kept.posts.values()) == OVERALL
    assert (len(kept.posts[40].comments), kept.posts[1].comments) == (PER_POST, {})
    assert kept.posts[40].has_seen(10**6)
    assert not kept.posts[40].has_seen(10**6 + 1000)
    assert Memory.load(kept.dump()) == kept
