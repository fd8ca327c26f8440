"""`otklik check`: what is missing is told with how to mend it, and only what stops the work ends with code 1."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from aiogram.types import User
from aiohttp import ClientTimeout, web
from pydantic import SecretStr

from bot.cli import commands
from bot.cli.check import NOT_APART, _about_bot, about_people, check_all
from bot.cli.check_watching import check_heartbeat, check_mail, check_watching
from bot.config.settings import HttpSettings, Settings
from bot.health import heartbeat
from bot.http_server import serving
from bot.storage.engine.storage import Storage, open_storage
from collectors.vk.check import Line, check_vk
from incidents.ids import ChatId, DepartmentId, DistrictId, OfficialId
from incidents.official import IN_DEPARTMENT, Department, Official, Role
from sandbox.client import TownClient, open_town
from tests.kit.mail_server import PASSWORD, mail_server
from tests.kit.vk.fake import FakeVk, client_of, recorded

DISTRICT = DistrictId("konakovo")
TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "vk": {
        "groups": [{"id": 1, "name": "Администрация", "screen_name": "adm"}, {"id": 2, "name": "Подслушано", "screen_name": "talk"}],
        "users": [{"id": 101, "first_name": "Анна", "last_name": "К."}],
        "tokens": [
            {"token": "service", "kind": "service"},
            {"token": "group", "kind": "group", "group_id": 1},
            {"token": "user", "kind": "user", "user_id": 101, "group_id": 1},
        ],
    },
}
DEPARTMENTS = [Department(id=DepartmentId(name), district_id=DISTRICT, title=f"отдел {name}") for name in "abcdef"]


def official(role: Role, department: str | None = None, *, user: int = 1) -> Official:
    """A person with this role."""
    where = DepartmentId(department) if department else None
    return Official(id=OfficialId(user), district_id=DISTRICT, role=role, department_id=where, user_id=ChatId(user), title=role.value)


def text(lines: object) -> str:
    """All the lines as one text."""
    assert isinstance(lines, (list, tuple))
    return "\n".join(line for _ok, line in lines)


def test_nobody_enrolled_is_a_failure_with_the_command_that_mends_it() -> None:
    ok, line = about_people([], DEPARTMENTS)[0]
    assert ok is False
    assert line.endswith("otklik invite --role coordinator")


def test_a_lone_coordinator_works_and_is_told_who_would_help() -> None:
    first, *others = about_people([official(Role.COORDINATOR)], DEPARTMENTS)
    assert first == (True, "Люди: координаторов 1, всего сотрудников 1")
    assert [ok for ok, _line in others] == [None, None, None]
    assert "(отдел a, отдел b, отдел c, отдел d и ещё 2), их карточки пойдут координатору" in text(others)
    for command in ("--role executor --department a", "--role duty", "--role head"):
        assert f"otklik invite {command}" in text(others)


def test_a_district_with_everybody_has_nothing_to_mend() -> None:
    people = [official(role) for role in (Role.COORDINATOR, Role.DUTY, Role.HEAD)]
    people += [official(Role.EXECUTOR, each.id) for each in DEPARTMENTS[1:]] + [official(Role.CHIEF, "a")]
    assert about_people(people, DEPARTMENTS) == [(True, "Люди: координаторов 1, всего сотрудников 9")]


def test_coordinators_who_all_stopped_the_bot_are_a_failure() -> None:
    ok, line = about_people([replace(official(Role.COORDINATOR), reachable=False)], [])[0]
    assert ok is False
    assert "нажмут «Перезапустить»" in line


def test_a_bot_that_may_not_join_groups_is_told_how() -> None:
    me = User(id=1, is_bot=True, first_name="Отклик", username="otklik_bot", can_join_groups=False)
    assert _about_bot(me)[1] == (None, "Telegram: бота нельзя добавить в группу отдела; @BotFather, /setjoingroups, Enable")
    assert len(_about_bot(me.model_copy(update={"can_join_groups": True}))) == 1


class Service:
    """A service outside that takes signs of life."""

    def __init__(self) -> None:
        self.status, self.beats, self.hangs = 200, 0, False

    async def take(self, _request: web.Request) -> web.Response:
        self.beats += 1
        if self.hangs:
            await asyncio.sleep(60)
        return web.Response(status=self.status, headers={"Location": "/elsewhere"})


async def test_nobody_outside_who_would_notice_is_told() -> None:
    lines = await check_watching(Settings())
    assert [ok for ok, _line in lines] == [None, None]
    assert "HTTP__HEARTBEAT_URL" in lines[0][1]
    assert "впишите MAIL__TO и MAIL__HOST" in lines[1][1]
    lines = await check_watching(Settings(http=HttpSettings(health_port=9464, health_host="0.0.0.0")))
    assert [ok for ok, _line in lines] == [True, None, None]
    assert "0.0.0.0:9464" in lines[0][1]
    assert "закройте этот порт снаружи" in lines[1][1]


async def test_the_heartbeats_address_is_tried_and_its_secret_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "PATIENCE", ClientTimeout(total=0.3))
    service = Service()
    async with serving("127.0.0.1", 0, {}, gets={"/ping/a-b-c": service.take}) as port:
        http = HttpSettings(heartbeat_url=SecretStr(f"http://127.0.0.1:{port}/ping/a-b-c"))
        assert (await check_heartbeat(http))[0] is True
        for status in (404, 500, 301):
            service.status = status
            ok, line = await check_heartbeat(http)
            assert ok is None
            assert f"HTTP__HEARTBEAT_URL сигнала не берёт ({status})" in line
        service.hangs = True
        ok, line = await check_heartbeat(http)
    gone = await check_heartbeat(http)
    assert [ok, gone[0]] == [None, None]
    assert "TimeoutError" in line
    assert "a-b-c" not in line + gone[1]
    assert service.beats == 5


async def test_the_mail_server_is_tried_up_to_the_addresses_and_no_letter_is_sent() -> None:
    async with mail_server() as post:
        ok, line = await check_mail(post.settings())
        assert (ok, "адресов 2; сервер 127.0.0.1 нас принимает" in line) == (True, True)
        post.answers = {"AUTH": "535 no"}
        wrong_password = await check_mail(post.settings())
        post.answers = {"RCPT": "550 no such mailbox"}
        wrong_address = await check_mail(post.settings())
    gone = await check_mail(post.settings())
    assert [ok for ok, _line in (wrong_password, wrong_address, gone)] == [None, None, None]
    assert "не принял имя или пароль (MAIL__USER, MAIL__PASSWORD)" in wrong_password[1]
    assert "не принял адрес из MAIL__TO" in wrong_address[1]
    assert "не достать, проверьте MAIL__HOST и MAIL__PORT" in gone[1]
    assert PASSWORD not in wrong_password[1]
    assert post.letters == []
    ok, line = await check_mail(post.settings(host=None, user="robot"))
    assert (ok, "не вписано: MAIL__HOST, MAIL__SENDER" in line) == (None, True)


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as client:
        yield client


def live(base: str, url: str, **sections: dict[str, Any]) -> Settings:
    """Settings of a district in the sandbox."""
    tokens = {"service_token": "service", "group_token": "group", "user_token": "user", "group_id": 1}
    whole: dict[str, dict[str, Any]] = {
        "telegram": {"token": "1:demo", "api_base": base},
        "vk": {**tokens, "api_base": base, "walls": "adm,talk"},
        "database": {"url": url},
        "demo": {"clock": "2026-11-24T09:00:00+03:00|1"},
    }
    return Settings.model_validate({name: {**whole.get(name, {}), **sections.get(name, {})} for name in {*whole, *sections}})


async def people(url: str, *roles: Role) -> None:
    """Enrol somebody of each role; the roles of a department in every one."""
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            for number, role in enumerate(roles):
                await tx.officials.enrol(official(role, "housing" if role in IN_DEPARTMENT else None, user=100 + number))
    finally:
        await storage.close()


@pytest.fixture
def reachable(tmp_path: Path) -> dict[str, Any]:
    """Settings of the district with telephones that are no examples."""
    folder = copytree("districts/konakovo", tmp_path / "konakovo")
    phones = folder / "phones.csv"
    phones.write_text(phones.read_text(encoding="utf-8").replace("+7 000 000", "+7 48242 4"), encoding="utf-8")
    return {"profile": folder}


async def test_example_phones_are_a_failure_that_names_them_and_their_file(
    town: TownClient, sqlite_url: str, reachable: dict[str, Any]
) -> None:
    said = [(ok, line) for ok, line in await check_all(live(town.base, sqlite_url)) if line.startswith("Телефоны")]
    assert said == [
        (
            False,
            "Телефоны: под «Позвонить» стоят примеры, по ним никто не ответит (ЕДДС округа, дежурный по ЖКХ, диспетчер электросетей, "
            "дежурный дорожной службы и ещё 1); впишите настоящие: districts/konakovo/phones.csv",
        )
    ]
    assert "Телефоны" not in text(await check_all(live(town.base, sqlite_url, district=reachable)))


async def test_a_district_that_is_ready_has_no_failure(town: TownClient, database_url: str, reachable: dict[str, Any]) -> None:
    await people(database_url, Role.COORDINATOR, Role.EXECUTOR)
    lines = await check_all(live(town.base, database_url, district=reachable))
    assert [line for ok, line in lines if ok is False] == []
    assert (True, "Люди: координаторов 1, всего сотрудников 2") in lines
    assert "Люди: нет исполнителей (отдел дорожного хозяйства," in text(lines)
    assert (True, "ВК, «Подслушано»: стена читается, записей 0") in lines
    editor = "ВК: ключ редактора принят, чужих стен 1; его права этот сервер не показывает, проверит первый ответ"
    assert (True, editor) in lines
    assert (True, "ВК: фото под ответы загружаются") in lines


@pytest.mark.parametrize("is_plain", [True, False])
async def test_a_role_of_postgresql_that_sees_all_districts_is_named(
    town: TownClient, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, *, is_plain: bool
) -> None:
    async def told(_storage: Storage) -> bool:
        return is_plain

    monkeypatch.setattr(Storage, "keeps_districts_apart", told)
    lines = await check_all(live(town.base, sqlite_url))
    assert ((None, NOT_APART) in lines) is not is_plain


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (recorded("vk_error_27_group_token"), "фото под ответ не загрузить (ключ не того вида)"),
        ({"response": {"upload_url": ""}}, "фото под ответ не загрузить, получите VK__USER_TOKEN заново с правом «фотографии»"),
        ({"response": {}}, "с правом «фотографии» (photos), до тех пор ответы выходят без фото"),
    ],
)
async def test_a_token_without_the_right_to_photos_says_how_to_mend_it(vk: FakeVk, place: dict[str, Any], words: str) -> None:
    vk.say("users.get", {"response": [{"id": 101}]})
    vk.say("groups.getById", {"response": {"groups": [{"id": 1, "name": "Мы"}], "profiles": []}})
    vk.say("photos.getWallUploadServer", place)
    editor = client_of(vk, kind="user")
    try:
        lines = await check_vk(reader=None, writer=None, editor=editor, group_id=1)
        ok, line = next(each for each in lines if "фото" in each[1])
    finally:
        editor.close()
    assert ok is None
    assert words in line


async def test_other_walls_without_the_editors_token_are_a_warning(town: TownClient, sqlite_url: str) -> None:
    lines = await check_all(live(town.base, sqlite_url, vk={"user_token": None}))
    assert (None, "ВК: чужих стен 1, на них ответы придётся вставлять руками: впишите ключ редактора в VK__USER_TOKEN") in lines
    assert (None, "ВК: без ключа редактора (VK__USER_TOKEN) фото под ответ не выходят, бот о них не спросит") in lines
    own = await check_all(live(town.base, sqlite_url, vk={"user_token": None, "walls": "adm"}))
    assert "чужих стен" not in text(own)


async def test_a_token_that_telegram_does_not_know_is_told_from_silence(town: TownClient, sqlite_url: str) -> None:
    wrong = await check_all(live(town.base, sqlite_url, telegram={"token": "2:wrong"}))
    assert "Telegram: токен не подходит; возьмите его снова у @BotFather" in text(wrong)
    proxy = {"api_base": "https://api.telegram.org", "proxy": "socks5://127.0.0.1:9"}
    silent = await check_all(live(town.base, sqlite_url, telegram=proxy))
    assert "Telegram: бот не отвечает, проверьте TELEGRAM__PROXY" in text(silent)


async def test_no_walls_and_no_tokens_say_where_to_get_them(town: TownClient, sqlite_url: str) -> None:
    nothing = {"service_token": None, "group_token": None, "user_token": None, "walls": ""}
    lines = await check_all(live(town.base, sqlite_url, vk=nothing))
    told = {line.split(",")[0].split(":")[1].split("(")[0].strip(): ok for ok, line in lines if line.startswith("ВК")}
    assert told == {"в настройках читать нечего": None, "нет сервисного ключа": False, "нет ключа сообщества": None}
    assert "настройках приложения ВК" in text(lines)
    assert "«Работа с API»" in text(lines)


async def test_a_vk_that_is_not_there_says_where_to_look(sqlite_url: str) -> None:
    nowhere = {"api_base": "http://127.0.0.1:9", "walls": "-1"}
    lines = await check_all(live("http://127.0.0.1:9", sqlite_url, vk=nowhere))
    assert text(lines).count("проверьте интернет на сервере и VK__API_BASE") == 3


@pytest.mark.parametrize(
    ("group", "ok", "words"),
    [
        ({"id": 1, "name": "Мы", "is_admin": 1, "admin_level": 3}, True, "на чужих стенах (1) отвечает ключ редактора «Мы»"),
        ({"id": 1, "name": "Мы", "is_admin": 1, "admin_level": 1}, False, "не редактор «Мы»: дайте ему эту роль"),
        ({"id": 1, "name": "Мы", "is_admin": 0}, False, "не редактор «Мы»"),
        ({"id": 1, "name": "Мы", "is_admin": 1, "admin_level": "?"}, False, "ответ не такой"),
    ],
)
async def test_the_owner_of_the_editors_token_must_be_an_editor(vk: FakeVk, group: dict[str, Any], ok: bool, words: str) -> None:
    vk.say("users.get", {"response": [{"id": 101}]})
    vk.say("groups.getById", {"response": {"groups": [group], "profiles": []}})
    line = await last_of(vk, group_id=1)
    assert line[0] is ok
    assert words in line[1]


async def last_of(vk: FakeVk, *, group_id: int | None) -> Line:
    """The line about the editor's token."""
    editor = client_of(vk, kind="user")
    try:
        lines = await check_vk(reader=None, writer=None, editor=editor, group_id=group_id, owner_ids=[-2])
        return lines[2]  # after those about the tokens that are not there
    finally:
        editor.close()


async def test_an_editors_token_of_another_kind_or_dead_is_a_failure(vk: FakeVk) -> None:
    assert "впишите VK__GROUP_ID" in (await last_of(vk, group_id=None))[1]
    vk.say("users.get", {"response": []})
    assert "стоит ключ другого вида" in (await last_of(vk, group_id=1))[1]
    vk.say("users.get", recorded("vk_error_5_wrong_token"))
    ok, line = await last_of(vk, group_id=1)
    assert ok is False
    assert line.startswith("ВК, ключ редактора (VK__USER_TOKEN): токен ВК недействителен")


@pytest.mark.parametrize(("marks", "code", "first"), [([True, None], 0, "есть"), ([None, False], 1, "учти")])
def test_a_warning_fails_nothing(
    marks: list[bool | None], code: int, first: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    async def found(_settings: Settings) -> list[Line]:
        return [(mark, "строка") for mark in marks]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.cli.check.check_all", found)
    monkeypatch.setattr("bot.config.logs.set_up_logs", lambda *_args, **_options: Scrubbed())
    assert commands.check(argparse.Namespace(env=[])) == code
    assert capsys.readouterr().out.splitlines()[0] == f"{first} строка"


class Scrubbed:
    """The log that hides nothing."""

    def scrub(self, line: str) -> str:
        """As it is."""
        return line
