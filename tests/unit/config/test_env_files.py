"""Files of districts: each is read strictly and by itself, and what two of them must not share is refused in one line."""

import os
from pathlib import Path

import pytest

from bot.config.district_set import load_set, open_files, shared_keys, shared_walls
from bot.config.env_files import ignored_keys, read_env_file
from bot.config.settings import SettingsError

ROOT = Path(__file__).parents[3]
BASE = "sqlite+aiosqlite:///otklik.db"
HOOK = {"TELEGRAM__WEBHOOK_URL": "https://bot.example/hook", "TELEGRAM__WEBHOOK_SECRET": "a-secret"}


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def env(name: str, token: str = "1:aaa", profile: str = "konakovo", **values: str) -> Path:
    """The file of a district; an empty value leaves a key out."""
    said = {"TELEGRAM__TOKEN": token, "DISTRICT__PROFILE": str(ROOT / "districts" / profile), "DATABASE__URL": BASE, **values}
    file = Path(f"{name}.env")
    file.write_text("".join(f"{key}={value}\n" for key, value in said.items() if value), encoding="utf-8")
    file.chmod(0o600)
    return file


def two(first: dict[str, str] | None = None, second: dict[str, str] | None = None, only: tuple[str, ...] = ()) -> list[str]:
    """What is refused about two files that are well but for these values."""
    files = [env("a", **(first or {})), env("b", **{"token": "2:bbb", "profile": "primer"} | (second or {}))]
    try:
        load_set(files, only)
    except SettingsError as refused:
        return refused.lines
    return []


def refused(file: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_env_file(file)
    return caught.value.lines


def test_two_files_that_are_well_are_two_districts() -> None:
    members = load_set([env("a"), env("b", "2:bbb", "primer")])
    assert [(each.district.id, each.file.name) for each in members] == [("konakovo", "a.env"), ("primer", "b.env")]
    assert [each.settings.backup.nightly for each in members] == [True, False], "one base, one copy of the night"


def test_neither_the_environment_nor_dotenv_nor_the_other_file_leaks_into_a_district(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK__GROUP_TOKEN", "of-the-environment")
    monkeypatch.setenv("TELEGRAM__PROXY", "http://proxy:1")
    Path(".env").write_text("VK__SERVICE_TOKEN=of-dotenv\n", encoding="utf-8")
    konakovo, primer = load_set([env("a", VK__USER_TOKEN="of-a"), env("b", "2:bbb", "primer")])
    for each in (konakovo, primer):
        assert each.settings.vk.group_token is None
        assert each.settings.vk.service_token is None
        assert each.settings.telegram.proxy is None
    assert primer.settings.vk.user_token is None
    assert ignored_keys() == ("TELEGRAM__PROXY", "VK__GROUP_TOKEN")


def test_a_key_that_is_missing_or_unknown_is_named_with_its_file() -> None:
    assert refused(env("a", token="", TELEGRAM__TOKN="1:x", LOUD="1")) == [
        "a.env: TELEGRAM__TOKEN: нет токена бота; его выдаёт @BotFather",
        "a.env: TELEGRAM__TOKN: такой настройки нет, похоже на TELEGRAM__TOKEN; все настройки есть в .env.example",
        "a.env: LOUD: такой настройки нет; все настройки есть в .env.example",
    ]
    assert refused(env("b", DISTRICT__PROFILE="", DATABASE__URL="")) == [
        "b.env: DISTRICT__PROFILE: не сказано, какой это округ; впишите папку профиля, например districts/konakovo",
        "b.env: DATABASE__URL: не сказано, какая база; впишите ту же, что в других файлах",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\nLOG__LEVEL=INFO\n\nтут описка\n", "a.env: строка 4: не разбирается, нужно КЛЮЧ=значение"),
        ("LOG__LEVEL\n", "a.env: строка 1: не разбирается, нужно КЛЮЧ=значение"),
        ("LOG__LEVEL=INFO\nlog__level=DEBUG\n", "a.env: LOG__LEVEL: задан дважды, оставьте одну строку"),
        ("HEALTH__CALL=${HOME}\n", "a.env: HEALTH__CALL: подстановки ${…} здесь не работают, впишите само значение"),
    ],
)
def test_a_line_that_says_nothing_clear_is_refused(text: str, line: str) -> None:
    Path("a.env").write_text(text, encoding="utf-8")
    assert refused(Path("a.env")) == [line]


def test_a_file_that_is_not_there_or_cannot_be_read_is_named() -> None:
    assert refused(Path("no.env")) == ["no.env: такого файла нет"]
    Path("folder.env").mkdir()
    assert refused(Path("folder.env"))[0].startswith("folder.env: файл не открывается (")
    Path("cp1251.env").write_bytes("HEALTH__CALL=Иван".encode("cp1251"))
    assert refused(Path("cp1251.env")) == ["cp1251.env: файл не читается; сохраните его в кодировке UTF-8"]


def test_a_file_that_others_may_read_is_told() -> None:
    wide, ours = env("a"), env("b")
    wide.chmod(0o644)
    assert open_files([wide, ours]) == [wide]


def test_all_mistakes_of_all_files_come_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load_set([env("a", token=""), Path("no.env"), Path("no.env")])
    assert caught.value.lines == [
        "no.env: этот файл назван не один раз, каждому округу нужен свой",
        "a.env: TELEGRAM__TOKEN: нет токена бота; его выдаёт @BotFather",
        "no.env: такого файла нет",
    ]


def test_a_district_that_is_not_there_is_named_with_its_file() -> None:
    assert two(second={"DISTRICT__PROFILE": "nowhere"}) == [
        "b.env: nowhere: такой папки нет; профиль района задаёт DISTRICT__PROFILE, образец: districts/konakovo"
    ]


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ({}, {"token": "1:ccc"}, "b.env: TELEGRAM__TOKEN: тот же бот, что в a.env; каждому округу нужен свой, от @BotFather"),
        ({}, {"profile": "konakovo"}, "b.env: DISTRICT__PROFILE: округ «konakovo» уже в a.env; имя округа — это имя его папки"),
        (
            {},
            {"DATABASE__URL": "sqlite+aiosqlite:///other.db"},
            "b.env: DATABASE__URL: база не та, что в a.env; округа одного процесса живут в одной базе",
        ),
        ({}, {"LOG__LEVEL": "DEBUG"}, "b.env: LOG__LEVEL, LOG__JSON: журнал у процесса один, впишите как в a.env"),
        (HOOK, HOOK, "b.env: HTTP__PORT: порт уже занят округом из a.env; выберите другой"),
        (
            {"HTTP__HEALTH_PORT": "9464"},
            {"HTTP__HEALTH_PORT": "9465"},
            "b.env: HTTP__HEALTH_PORT: страница здоровья у процесса одна; впишите как в a.env или уберите",
        ),
        (
            HOOK | {"HTTP__PORT": "9464"},
            {"HTTP__HEALTH_PORT": "9464"},
            "b.env: HTTP__HEALTH_PORT: порт 9464 слушает округ из a.env (HTTP__PORT); выберите другой",
        ),
        ({"HEALTH__FILE": "h.json"}, {"HEALTH__FILE": "./h.json"}, "b.env: HEALTH__FILE: этот файл уже у округа из a.env"),
        (
            {"HTTP__HEARTBEAT_URL": "https://hc.example/1"},
            {"HTTP__HEARTBEAT_URL": "https://hc.example/1"},
            "b.env: HTTP__HEARTBEAT_URL: тот же адрес, что в a.env; заболеет один округ, и никто не узнает",
        ),
        (
            {"VK__GROUP_ID": "7"},
            {"VK__GROUP_ID": "7"},
            "b.env: VK__GROUP_ID: это сообщество уже отвечает в a.env; жителям ответили бы дважды, впишите своё",
        ),
        (
            {"VK__GROUP_ID": "7", "VK__GROUP_TOKEN": "one-key"},
            {"VK__GROUP_ID": "8", "VK__GROUP_TOKEN": "one-key"},
            "b.env: VK__GROUP_TOKEN: ключ того же сообщества, что в a.env; жителям ответили бы дважды, впишите своё",
        ),
        (
            {},
            {"BACKUP__KEEP": "3"},
            "b.env: BACKUP__…: база одна, её ночную копию задаёт a.env; уберите отсюда или впишите так же",
        ),
    ],
)
def test_what_two_districts_must_not_share_or_must_share_is_refused(first: dict[str, str], second: dict[str, str], line: str) -> None:
    assert two(first, second) == [line]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"HTTP__HEALTH_PORT": "9464"}, {"HTTP__HEALTH_PORT": "9464"}),
        ({}, {"HTTP__HEALTH_PORT": "9464"}),
        (HOOK | {"HTTP__PORT": "8081"}, HOOK | {"HTTP__PORT": "8082"}),
        ({"HTTP__PORT": "8081"}, {"HTTP__PORT": "8081"}),
        ({"VK__GROUP_ID": "7", "VK__USER_TOKEN": "an-editor-of-both"}, {"VK__GROUP_ID": "8", "VK__USER_TOKEN": "an-editor-of-both"}),
        ({"BACKUP__KEEP": "3"}, {"BACKUP__KEEP": "3"}),
        ({"DATABASE__URL": "sqlite+aiosqlite:///./otklik.db"}, {}),
    ],
)
def test_what_goes_together_is_taken(first: dict[str, str], second: dict[str, str]) -> None:
    assert two(first, second) == []


def test_the_work_of_sqlite_is_not_divided() -> None:
    assert two(only=("desk",)) == [
        "DATABASE__URL: run --only делит работу между процессами, для этого нужен postgresql+asyncpg://…, а не SQLite"
    ]


def test_a_key_of_vk_that_two_districts_have_is_told() -> None:
    one, other = {"VK__SERVICE_TOKEN": "first-key,second-key"}, {"VK__SERVICE_TOKEN": "second-key"}
    assert shared_keys(load_set([env("a", **one), env("b", "2:bbb", "primer", **other)])) == [
        "ВК: в b.env тот же ключ, что в a.env; пределы ВК на ключ, а каждый округ считает их своими: заведите второй"
    ]
    assert shared_keys(load_set([env("a", **one), env("b", "2:bbb", "primer", VK__SERVICE_TOKEN="third-key")])) == []


def test_a_wall_that_two_districts_read_is_told() -> None:
    one, other = {"VK__WALLS": "-1=Область, redkino"}, {"VK__WALLS": "https://vk.com/club1, -2"}
    assert shared_walls(load_set([env("a", **one), env("b", "2:bbb", "primer", **other)])) == [
        "ВК: стену -1 из b.env читает и a.env; о каждом посте оттуда заведут карточку оба округа, оставьте её в одном"
    ]
    assert shared_walls(load_set([env("a", **one), env("b", "2:bbb", "primer", VK__WALLS="-2")])) == []
