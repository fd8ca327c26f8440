"""The client of Odnoklassniki: its signature, its errors under HTTP 200, its pauses and what it never tells."""

import logging

import pytest
from aiohttp import web

from collectors.ok.errors import OkError
from collectors.ok.signature import session_secret, signature
from tests.kit.ok import DROP, HANG, SECRET, TOKEN, FakeOk, ok_client

LOGIN = "<html><head><title>Вход</title></head><body>Войдите</body></html>"


def page(status: int = 200) -> web.Response:
    return web.Response(status=status, text=LOGIN, content_type="text/html")


def test_the_signature_is_that_of_the_published_examples() -> None:
    """Source: konstantintogoi.github.io/aiookru/api, both circuits, read 2026-11-26."""
    asked = {"application_key": "ABCDEFGHIGKLMNOPK", "format": "json", "method": "events.get"}
    token = "-s-84W-s3egarWUsbkq-IWTucuedzTKT8VUXIA.s4Xx8IW7"
    secret = session_secret(token, "ABC123DEF456GHI789JKL123")
    assert secret == "b1a2b89707a94624c43afae67d59274c"
    assert signature(asked, secret) == "232c8eb921951c4dba9b72606f9ddb4c"
    assert signature({**asked, "access_token": token, "sig": "x"}, secret) == "232c8eb921951c4dba9b72606f9ddb4c"
    assert signature(asked, "ae5362b5b588cc7294c2414d71b74d5d") == "03a41413523ea8092507949d6e711963"


async def test_a_call_is_signed_and_its_token_is_not_part_of_the_signature(ok: FakeOk) -> None:
    client = ok_client(ok.base)
    ok.say("url.getInfo", {"type": "GROUP"})
    assert await client.call("url.getInfo", url="https://ok.ru/x", anchor=None) == {"type": "GROUP"}
    (asked,) = ok.calls
    assert asked["access_token"] == TOKEN
    assert "anchor" not in asked
    assert asked["sig"] == signature({name: value for name, value in asked.items() if name not in {"sig", "access_token"}}, SECRET)
    await client.close()


@pytest.mark.parametrize(
    ("answer", "says", "fatal"),
    [
        ({"error_code": 102, "error_msg": "PARAM_SESSION_EXPIRED : Session expired", "error_data": None}, "Срок ключа", True),
        ({"error_code": 103, "error_msg": "PARAM_SESSION_KEY"}, "не приняли ключ", True),
        ({"error_code": 104, "error_msg": "PARAM_SIGNATURE"}, "не приняли подпись", True),
        ({"error_code": 101, "error_msg": "PARAM_API_KEY"}, "не знают нашего приложения", True),
        ({"error_code": 10, "error_msg": "PERMISSION_DENIED"}, "не дают читать эту группу", True),
        ({"error_code": 9, "error_msg": "IP_BLOCKED"}, "с этого адреса сети", False),
        ({"error_code": 11, "error_msg": "LIMIT_REACHED"}, "Предел обращений", False),
        ({"error_code": 458, "error_msg": "PRIVACY_RESTRICTION"}, "Группа закрыта", True),
        ({"error_code": "300", "error_msg": "NOT_FOUND"}, "Такой группы", True),
        ({"error_code": 4711, "error_msg": "NEW"}, "ошибка 4711", False),
        ({"error_code": None, "error_msg": "?"}, "внутренней ошибке", False),
        (page(), "веб-страница", False),
        (page(502), "временно не работают", False),
        (web.Response(status=302, headers={"Location": "https://ok.ru/login"}), "другой сайт", False),
        (web.Response(status=404, text="[]", content_type="application/json"), "не так, как описано", False),
        (DROP, "оборвалась", False),
        (HANG, "не ответили вовремя", False),
    ],
)
async def test_every_refusal_is_one_error_in_russian_without_a_key(
    ok: FakeOk, answer: object, says: str, *, fatal: bool, caplog: pytest.LogCaptureFixture
) -> None:
    client = ok_client(ok.base, timeout=0.3 if answer == HANG else 5.0)
    ok.say("users.getCurrentUser", answer)
    with caplog.at_level(logging.DEBUG), pytest.raises(OkError) as caught:
        await client.call("users.getCurrentUser")
    broken = caught.value.as_broken()
    assert says in broken.user_text
    assert broken.fatal is fatal
    assert caught.value.__cause__ is None
    told = f"{caught.value!r} {caught.value} {client!r} {caplog.text}"
    assert TOKEN not in told
    assert SECRET not in told
    await client.close()


async def test_a_passing_fault_is_repeated_and_a_refusal_is_not(ok: FakeOk) -> None:
    client = ok_client(ok.base)
    ok.say("group.getInfo", page(502), {"error_code": 2, "error_msg": "SERVICE"}, DROP, [{"uid": "1"}])
    assert await client.call("group.getInfo", uids="1") == [{"uid": "1"}]
    assert ok.count("group.getInfo") == 4
    ok.say("group.getInfo", {"error_code": 160, "error_msg": "PARAM_GROUP_ID"})
    with pytest.raises(OkError):
        await client.call("group.getInfo", uids="1")
    assert ok.count("group.getInfo") == 5
    await client.close()


async def test_a_limit_rests_one_method_and_says_for_how_long(ok: FakeOk) -> None:
    client = ok_client(ok.base, speed=1.0)
    ok.say("mediatopic.getTopics", {"error_code": 11, "error_msg": "LIMIT_REACHED"})
    ok.say("group.getInfo", [{"uid": "1"}])
    for _ in range(2):
        with pytest.raises(OkError) as caught:
            await client.call("mediatopic.getTopics", gid="1")
        assert (caught.value.code, 800 < (caught.value.as_broken().retry_after or 0) <= 900) == (11, True)
    assert ok.count("mediatopic.getTopics") == 1
    assert await client.call("group.getInfo", uids="1") == [{"uid": "1"}]
    await client.close()


async def test_a_limit_that_is_met_again_rests_twice_as_long(ok: FakeOk) -> None:
    client = ok_client(ok.base)  # the first pause is over in milliseconds
    ok.say("mediatopic.getTopics", {"error_code": 11, "error_msg": "LIMIT_REACHED"})
    waits: list[float | None] = []
    while len(waits) < 2:
        with pytest.raises(OkError) as caught:
            await client.call("mediatopic.getTopics", gid="1")
        if ok.count("mediatopic.getTopics") > len(waits):
            waits.append(caught.value.wait)
    assert waits == [900.0, 1800.0]
    await client.close()


async def test_nothing_there_and_a_closed_client_are_told_too(ok: FakeOk) -> None:
    client = ok_client("http://127.0.0.1:9")
    with pytest.raises(OkError, match="соединение не устанавливается"):
        await client.call("url.getInfo", url="x")
    await client.close()
    with pytest.raises(OkError, match="программа завершается"):
        await client.call("url.getInfo", url="x")
