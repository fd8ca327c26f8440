"""A group is looked at before it is added, and `otklik check` says what the keys can do."""

from datetime import timedelta
from typing import Any

import pytest

from bot.cli.check_groups import check_groups
from bot.config.settings_networks import OkSettings
from collectors.ok.look import look_at_group
from incidents.ids import DistrictId, OfficialId, SourceId
from incidents.posts import Network, Source, SourceBroken
from incidents.sources.source_links import FoundWall
from tests.kit.ok import KEYS, NOW, FakeOk, comment, ok_client, topic

FOUND = {"type": "GROUP", "objectId": 53, "objectIdStr": "53"}
DATE_MS = int(NOW.timestamp() * 1000)
OPEN = [{"uid": "53", "name": "Наше Редкино", "access_type": "OPEN"}]


async def look(ok: FakeOk, address: str = "ok:nashe-redkino") -> FoundWall:
    client = ok_client(ok.base)
    try:
        return await look_at_group(client, address)
    finally:
        await client.close()


async def test_a_group_is_found_by_its_name_and_read_once(ok: FakeOk) -> None:
    ok.say("url.getInfo", FOUND)
    ok.say("group.getInfo", {"groups": OPEN})
    assert await look(ok) == FoundWall(network=Network.OK, external_id="group:53", title="Наше Редкино")
    assert ok.calls[0]["url"] == "https://ok.ru/nashe-redkino"
    assert ok.count("mediatopic.getTopics") == 1


@pytest.mark.parametrize(
    ("found", "group", "says"),
    [
        ({"type": "UNKNOWN", "objectId": 0}, OPEN, "не знают такого адреса"),
        ({"error_code": 300, "error_msg": "NOT_FOUND"}, OPEN, "не знают такого адреса"),
        ({"type": "PROFILE", "objectIdStr": "5"}, OPEN, "не группа"),
        ([], OPEN, "не так, как описано"),
        (FOUND, [], "Такой группы"),
        (FOUND, [{**OPEN[0], "access_type": "CLOSED"}], "закрытая группа"),
        (FOUND, {"error_code": 102, "error_msg": "PARAM_SESSION_EXPIRED"}, "Срок ключа"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_words(ok: FakeOk, found: Any, group: Any, says: str) -> None:
    ok.say("url.getInfo", found)
    ok.say("group.getInfo", group)
    with pytest.raises(SourceBroken, match=says):
        await look(ok)


def settings(ok: FakeOk, **keys: str) -> OkSettings:
    return OkSettings.model_validate({**KEYS, "api_base": ok.base, **keys})


def added(**how: Any) -> Source:
    known = {"id": SourceId(1), "district_id": DistrictId("konakovo"), "network": Network.OK, "external_id": "group:53"}
    return Source(**{**known, "title": "Наше Редкино", "added_by": OfficialId(1), **how})


async def test_without_keys_it_is_a_hint_and_with_a_part_of_them_a_failure(ok: FakeOk) -> None:
    ((well, line),) = await check_groups(OkSettings(), [])
    assert well is None
    assert "ключей нет" in line
    assert await check_groups(OkSettings.model_validate({"access_token": "x"}), []) == [
        (False, "Одноклассники: не хватает OK__APPLICATION_KEY, OK__SESSION_SECRET")
    ]
    assert (await check_groups(OkSettings(), [added()]))[0][0] is False


async def test_keys_that_work_are_tried_on_every_group_of_the_chat(ok: FakeOk) -> None:
    ok.say("users.getCurrentUser", {"uid": "100"})
    ok.say("group.getInfo", OPEN)
    ok.topics(topic(comments=1))
    ok.comments(comment(date_ms=DATE_MS))
    lines = await check_groups(settings(ok), [added(), added(id=SourceId(2), paused_at=NOW)])
    assert [well for well, _ in lines] == [True, None, True, True]
    assert [line for _, line in lines][1:] == [
        "Одноклассники: отвечать в них бот не умеет, ответ даст скопировать: в их справочнике этого действия больше нет",
        "Одноклассники, «Наше Редкино»: темы читаются",
        "Одноклассники, «Наше Редкино»: комментарии читаются",
    ]


async def test_what_no_page_says_is_told_by_the_first_real_key(ok: FakeOk) -> None:
    ok.say("users.getCurrentUser", {"uid": "100"})
    ok.say("group.getInfo", OPEN)
    bare = topic(comments=1)
    del bare["author_ref"], bare["created_ms"]
    ok.topics(bare)
    ok.comments(comment())
    lines = await check_groups(settings(ok), [added()])
    assert (False, "Одноклассники, «Наше Редкино»: у темы не пришли: время, автор. Напишите разработчикам Отклика") in lines
    assert any("считаем его московским" in line for _, line in lines)
    ok.say("mediatopic.getTopics", {"error_code": 3, "error_msg": "METHOD"})
    assert (False, "Одноклассники, «Наше Редкино»: убрали нужную нам возможность: обновите Отклик") in await check_groups(
        settings(ok), [added()]
    )


async def test_what_was_taken_for_granted_of_the_list_of_topics_is_told_if_it_is_not_so(ok: FakeOk) -> None:
    ok.say("users.getCurrentUser", {"uid": "100"})
    ok.say("group.getInfo", OPEN)
    pinned = topic(1, at=NOW - timedelta(days=99))
    ok.topics(pinned, *(topic(n, at=NOW - timedelta(hours=n)) for n in range(2, 11)), anchor="a", has_more=True)
    ok.comments(comment(date_ms=DATE_MS))
    assert all(well is not None for well, line in (await check_groups(settings(ok), [added()]))[2:])
    ok.topics(pinned, *(topic(n, at=NOW + timedelta(hours=n)) for n in range(2, 11)))
    told = "\n".join(line for _, line in await check_groups(settings(ok), [added()]))
    assert "не от новых к старым" in told
    assert "дальше 10 последних тем список не листается" in told


async def test_an_expired_token_and_no_group_are_told(ok: FakeOk) -> None:
    ok.say("users.getCurrentUser", {"error_code": 102, "error_msg": "PARAM_SESSION_EXPIRED"})
    assert (await check_groups(settings(ok), [added()]))[0] == (
        False,
        "Одноклассники: срок ключа Одноклассников вышел: новый впишет тот, кто обслуживает бота; "
        "возьмите ключ на странице приложения: OK__ACCESS_TOKEN и OK__SESSION_SECRET",
    )
    ok.say("users.getCurrentUser", {"uid": "100"})
    assert "группы не добавлены" in (await check_groups(settings(ok), []))[-1][1]


async def told(ok: FakeOk) -> str:
    """What the check says of the group, in one text."""
    ok.say("users.getCurrentUser", {"uid": "100"})
    ok.say("group.getInfo", OPEN)
    lines = (await check_groups(settings(ok), [added()]))[2:]
    return "\n".join(f"{well}: {line.removeprefix('Одноклассники, «Наше Редкино»: ')}" for well, line in lines)


@pytest.mark.parametrize("odd", [{"created_ms": "вчера"}, {"created_ms": None}, {"created_ms": 1}, {"id": "topic:5"}])
async def test_a_topic_that_the_reader_would_leave_out_fails_the_check(ok: FakeOk, odd: dict[str, Any]) -> None:
    ok.topics(topic(1), topic(comments=1) | odd, None)
    ok.comments(comment(date_ms=DATE_MS))
    assert "False: не читаются темы, 2 из 3" in await told(ok)


@pytest.mark.parametrize("date", ["24 ноября", 1_763_974_800, None, "1970-01-01 00:00:00"])
async def test_a_comment_that_the_reader_would_leave_out_fails_the_check(ok: FakeOk, date: Any) -> None:
    ok.topics(topic(comments=2))
    ok.comments(comment(), comment(id="b") | {"date": date}, comment(id="c", type="REMOVED_MESSAGE", date=""))
    assert "False: не читаются комментарии, 1 из 2" in await told(ok)


async def test_a_comment_without_a_moment_and_an_answer_without_comments_fail_the_check(ok: FakeOk) -> None:
    ok.topics(topic(comments=1))
    timeless = comment()
    del timeless["date"]
    ok.comments(timeless)
    assert "False: у комментария не пришли: время" in await told(ok)
    ok.say("discussions.getComments", {})
    assert "False: комментарии не пришли, хотя у темы они есть" in await told(ok)
    ok.topics(topic())
    assert "None: комментариев пока нет" in await told(ok)


async def test_a_topic_that_says_its_moment_in_another_field_passes(ok: FakeOk) -> None:
    dated = topic(comments=1, date="2026-11-24 12:00:00")
    del dated["created_ms"]
    ok.topics(dated)
    ok.comments(comment(date_ms=DATE_MS))
    assert await told(ok) == "True: темы читаются\nTrue: комментарии читаются"


async def test_comments_that_cannot_be_turned_over_are_told(ok: FakeOk) -> None:
    ok.topics(topic(comments=30))
    ok.comments(*(comment(id=f"n{n}", date_ms=DATE_MS) for n in range(10)))
    assert "None: дальше 10 последних комментариев список не листается" in await told(ok)
    ok.comments(*(comment(id=f"n{n}", date_ms=DATE_MS) for n in range(10)), anchor="a", has_more=True)
    assert "не листается" not in await told(ok)
