"""Settings: what is read, from where, and the one line that each mistake gets."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ScenarioClock, WorldClock
from bot.config.settings import Settings, SettingsError, TelegramSettings, known_keys, load_settings
from bot.config.settings_values import DemoClock, FeedAddress, Wall

TOKEN = "123456:AAE-secret_secret_secret_secret_secret"


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def complaints(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, values)
    return refused.value.lines


def test_nothing_set_means_the_defaults() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.database.url == "sqlite+aiosqlite:///otklik.db"
    assert settings.database.is_sqlite
    assert settings.district.profile == Path("districts/konakovo")
    assert settings.schedule.summary_at == time(7, 30)
    assert settings.telegram.api_base == "https://api.telegram.org"
    assert settings.telegram.token is None
    assert settings.secrets() == ()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("\ufeffSCHEDULE__POLL_SECONDS=60\nLOG__LEVEL=debug\n", encoding="utf-8")
    settings = given(monkeypatch, {"SCHEDULE__POLL_SECONDS": "90"})
    assert settings.schedule.poll_seconds == 90
    assert settings.log.level == "DEBUG"


def test_an_empty_value_switches_a_setting_off(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TELEGRAM__PROXY=\n", encoding="utf-8")
    assert given(monkeypatch, {"TELEGRAM__TOKEN": "", "SCHEDULE__POLL_SECONDS": ""}) == Settings()


def test_every_kind_of_value_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch,
        {
            "TELEGRAM__TOKEN": TOKEN,
            "TELEGRAM__API_BASE": "http://127.0.0.1:8081/",
            "TELEGRAM__PROXY": "socks5://me:hidden-word@proxy:1080",
            "VK__SERVICE_TOKEN": "service-secret",
            "VK__GROUP_TOKEN": "group-secret",
            "VK__GROUP_ID": "104",
            "VK__WALLS": "-101@s-konakovo=Наше Конаково, https://vk.com/redkino, club103=Завидово,id7,",
            "OK__APPLICATION_KEY": "ok-public",
            "OK__ACCESS_TOKEN": "ok-token",
            "FEEDS__URLS": "https://zarya.example/?feed=rss2,x @s-redkino =Наша газета, http://заря.рф/comments/feed,",
            "DATABASE__URL": "postgresql+asyncpg://otklik:db-secret@db/otklik",
            "DISTRICT__TIMEZONE": "Asia/Omsk",
            "SCHEDULE__SUMMARY_AT": "08:15",
        },
    )
    assert settings.telegram.api_base == "http://127.0.0.1:8081"
    assert settings.vk.walls == (
        Wall("-101", "Наше Конаково", "s-konakovo"),
        Wall("redkino"),
        Wall("-103", "Завидово"),
        Wall("7"),
    )
    assert settings.feeds.urls == (
        FeedAddress("https://zarya.example/?feed=rss2,x", "Наша газета", "s-redkino"),
        FeedAddress("http://заря.рф/comments/feed"),
    )
    assert settings.district.timezone == ZoneInfo("Asia/Omsk")
    assert settings.schedule.summary_at == time(8, 15)
    assert not settings.database.is_sqlite
    assert settings.secrets() == (
        TOKEN,
        "socks5://me:hidden-word@proxy:1080",
        "service-secret",
        "group-secret",
        "ok-public",
        "ok-token",
        "db-secret",
    )
    assert (settings.ok.missing, settings.ok.api_base) == (("OK__SESSION_SECRET",), "https://api.ok.ru")


def test_no_secret_shows_in_a_printed_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__PROXY": "http://me:hidden-word@proxy:1080",
        "VK__SERVICE_TOKEN": "service-secret",
        "DATABASE__URL": "postgresql+asyncpg://otklik:db-secret@db/otklik",
    }
    shown = repr(given(monkeypatch, values)) + str(load_settings())
    assert not any(secret in shown for secret in (TOKEN, "hidden-word", "service-secret", "db-secret"))


def test_a_demo_has_a_clock_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, {"DEMO__CLOCK": "2026-11-24T08:00:00+03:00|60|1795000000.5"})
    assert settings.demo.clock == DemoClock(datetime(2026, 11, 24, 5, tzinfo=UTC), 60.0, 1795000000.5)
    clock = settings.demo.make_clock()
    assert isinstance(clock, ScenarioClock)
    assert (clock.speed, clock.anchor) == (60.0, 1795000000.5)
    assert isinstance(Settings().demo.make_clock(), WorldClock)
    monkeypatch.setenv("DEMO__CLOCK", "2026-11-24T08:00:00+03:00|60")
    assert load_settings().demo.make_clock().now() - datetime(2026, 11, 24, 5, tzinfo=UTC) < timedelta(hours=1)


def test_values_may_be_given_in_python_too() -> None:
    clock = DemoClock(datetime(2026, 11, 24, tzinfo=UTC), 60)
    settings = Settings.model_validate(
        {"vk": {"walls": (Wall("-1"),)}, "demo": {"clock": clock}, "district": {"timezone": UTC}, "telegram": TelegramSettings()}
    )
    assert settings.vk.walls == (Wall("-1"),)
    assert settings.demo.clock == clock


WITH_PASSWORD = "в адресе ленты имя и пароль, с ними лент не читаем: нужна открытая лента"


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("TELEGRAM__TOKEN", "abc", "не похоже на токен бота; он выглядит как 123456:ABC-def и его выдаёт @BotFather"),
        ("TELEGRAM__API_BASE", "telegram", "нужен адрес, который начинается с http:// или https://"),
        ("TELEGRAM__PROXY", "http://u:p@h:99999", "у прокси такого порта не бывает: он от 1 до 65535"),
        ("TELEGRAM__PROXY", "proxy:1080", "нужен адрес прокси: socks5://[имя:пароль@]узел:порт или http://узел:порт"),
        ("VK__GROUP_ID", "-5", "число меньше допустимого, наименьшее 1"),
        ("VK__GROUP_ID", "club", "нужно целое число"),
        ("VK__WALLS", "101", "перед номером сообщества нужен минус: -101 (страница человека пишется id101)"),
        ("VK__WALLS", "-1, -1", "стена «-1» названа дважды"),
        ("VK__WALLS", "стена!", "«стена!» не похоже на стену; пример: -12345@s-konakovo=Наше Конаково, redkino_ryadom"),
        ("FEEDS__URLS", "zarya", "«zarya» не похоже на ленту; пример: https://gazeta.example/rss @s-konakovo =Наша газета"),
        ("FEEDS__URLS", "http://..", "«http://..» не похоже на ленту; пример: https://gazeta.example/rss @s-konakovo =Наша газета"),
        ("FEEDS__URLS", "https://a.example:99999/rss", "у ленты «a.example» такого порта не бывает: он от 1 до 65535"),
        ("FEEDS__URLS", "https://a.example:0/rss", "у ленты «a.example» такого порта не бывает: он от 1 до 65535"),
        ("FEEDS__URLS", "https://me:se/cret@a.example/rss", "у ленты «me» такого порта не бывает: он от 1 до 65535"),
        ("FEEDS__URLS", "https://me:secret@a.example/rss =Заря", WITH_PASSWORD),
        ("FEEDS__URLS", "me:secret@a.example/rss", WITH_PASSWORD),
        ("FEEDS__URLS", "https://secret@a.example/rss x", WITH_PASSWORD),
        ("FEEDS__URLS", "se/cret@a.example/rss", "это не похоже на ленту; пример: https://gazeta.example/rss @s-konakovo =Наша газета"),
        ("FEEDS__URLS", "http://a.example, http://a.example", "лента «http://a.example» названа дважды"),
        ("DATABASE__URL", "postgresql://a:b@c/d", "нужно sqlite+aiosqlite:///файл.db или postgresql+asyncpg://имя:пароль@узел/база"),
        ("DISTRICT__TIMEZONE", "Марс", "нет часового пояса «Марс»; пример: Europe/Moscow"),
        ("SCHEDULE__POLL_SECONDS", "1", "число меньше допустимого, наименьшее 5"),
        ("SCHEDULE__POLL_SECONDS", "100000", "число больше допустимого, наибольшее 86400"),
        ("SCHEDULE__SUMMARY_AT", "25:00", "нужно время суток, например 07:30"),
        ("LOG__LEVEL", "громко", "бывает только DEBUG, INFO, WARNING или ERROR"),
        ("DEMO__CLOCK", "завтра", "нужно НАЧАЛО|СКОРОСТЬ, например 2026-11-24T08:00:00+03:00|60"),
        ("DEMO__CLOCK", "2026-11-24T08:00:00|60", "у начала нет часового пояса: допишите +03:00"),
        ("DEMO__CLOCK", "2026-11-24T08:00:00+03:00|0", "скорость должна быть больше нуля и не больше 1000000"),
        ("DEMO__CLOCK", "2026-11-24T08:00:00+03:00|1|2|3", "нужно НАЧАЛО|СКОРОСТЬ, например 2026-11-24T08:00:00+03:00|60"),
    ],
)
def test_a_wrong_value_gets_one_line_with_its_key(monkeypatch: pytest.MonkeyPatch, key: str, value: str, line: str) -> None:
    assert complaints(monkeypatch, {key: value}) == [f"{key}: {line}"]


@pytest.mark.parametrize("name", ["TELEGRAM__TOKN", "telegram__tokn", "TELEGRM__TOKEN"])
def test_a_mistyped_name_in_the_environment_is_refused_with_a_guess(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wanted = f"{name.upper()}: такой настройки нет, похоже на TELEGRAM__TOKEN; все настройки есть в .env.example"
    assert complaints(monkeypatch, {name: TOKEN}) == [wanted]


def test_an_empty_mistyped_name_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaints(monkeypatch, {"VK__WALS": ""}) == [
        "VK__WALS: такой настройки нет, похоже на VK__WALLS; все настройки есть в .env.example"
    ]


def test_an_unknown_line_of_the_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("FOO=1\nVK__ZZZZZZZZZZZZ=2\n", encoding="utf-8")
    assert complaints(monkeypatch, {}) == [
        "VK__ZZZZZZZZZZZZ: такой настройки нет; все настройки есть в .env.example",
        "FOO: такой настройки нет; все настройки есть в .env.example",
    ]


def test_names_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, {"LOG": "yes", "DEMO": "1", "DATABASE_URL": "postgres://", "NVIDIA__X": "1"}) == Settings()


def test_all_mistakes_are_told_at_once_and_no_secret_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = complaints(monkeypatch, {"TELEGRAM__TOKEN": "oops-my-secret", "VK__GROUP_ID": "x", "LOG__LVL": "x"})
    assert [line.split(":")[0] for line in lines] == ["TELEGRAM__TOKEN", "VK__GROUP_ID", "LOG__LVL"]
    assert "oops" not in str(lines)


def test_a_section_given_whole_in_the_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TELEGRAM=1\n", encoding="utf-8")
    assert complaints(monkeypatch, {}) == ["TELEGRAM: раздел не задаётся целиком, задайте его ключи: TELEGRAM__…"]


def test_a_file_in_another_encoding_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes("VK__WALLS=-1=Конаково".encode("utf-16"))
    assert complaints(monkeypatch, {}) == [".env: файл не читается; сохраните его в кодировке UTF-8 и откройте на чтение"]


def test_every_key_is_known_by_its_written_name() -> None:
    assert {"TELEGRAM__TOKEN", "VK__WALLS", "DATABASE__URL", "DISTRICT__PROFILE", "DEMO__CLOCK"} <= set(known_keys())


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"TELEGRAM__WEBHOOK_URL": "https://bot.example/hook"},
            "TELEGRAM__WEBHOOK_SECRET: без секрета webhook не запускается, иначе обновления смог бы прислать кто угодно",
        ),
        (
            {"TELEGRAM__WEBHOOK_URL": "http://bot.example/hook", "TELEGRAM__WEBHOOK_SECRET": "a"},
            "TELEGRAM__WEBHOOK_URL: Telegram доставляет обновления только на https://",
        ),
        (
            {"TELEGRAM__WEBHOOK_URL": "bot.example"},
            "TELEGRAM__WEBHOOK_URL: нужен адрес, который начинается с http:// или https://",
        ),
        (
            {"TELEGRAM__WEBHOOK_SECRET": "слово"},
            "TELEGRAM__WEBHOOK_SECRET: секрет состоит из латинских букв, цифр, «_» и «-», от 1 до 256 знаков; придумайте длинный",
        ),
        (
            {"TELEGRAM__WEBHOOK_SECRET": "a" * 257},
            "TELEGRAM__WEBHOOK_SECRET: секрет состоит из латинских букв, цифр, «_» и «-», от 1 до 256 знаков; придумайте длинный",
        ),
        ({"HTTP__PORT": "0"}, "HTTP__PORT: число меньше допустимого, наименьшее 1"),
        ({"HTTP__PORT": "65536"}, "HTTP__PORT: число больше допустимого, наибольшее 65535"),
    ],
)
def test_a_webhook_that_cannot_work_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], line: str) -> None:
    assert complaints(monkeypatch, values) == [line]


def test_the_secret_of_the_webhook_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"TELEGRAM__WEBHOOK_URL": "https://bot.example/hook/", "TELEGRAM__WEBHOOK_SECRET": "a-b_C9"}
    settings = given(monkeypatch, values)
    assert settings.telegram.webhook_url == "https://bot.example/hook"
    assert settings.secrets() == ("a-b_C9",)
    assert "a-b_C9" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"HTTP__HEALTH_PORT": "8080"},
            "HTTP__HEALTH_PORT: порт 8080 занимает webhook (HTTP__PORT), впишите для страницы здоровья другой",
        ),
        (
            {"HTTP__PORT": "9464", "HTTP__HEALTH_PORT": "9464"},
            "HTTP__HEALTH_PORT: порт 9464 занимает webhook (HTTP__PORT), впишите для страницы здоровья другой",
        ),
        ({"HTTP__HEALTH_PORT": "0"}, "HTTP__HEALTH_PORT: число меньше допустимого, наименьшее 1"),
        ({"HTTP__HEARTBEAT_URL": "hc.example/ping"}, "HTTP__HEARTBEAT_URL: нужен адрес, который начинается с http:// или https://"),
    ],
)
def test_a_health_page_that_cannot_work_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], line: str) -> None:
    assert complaints(monkeypatch, values) == [line]


def test_the_health_page_is_off_and_on_this_machine_alone_and_the_address_of_the_heartbeat_is_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = given(monkeypatch, {"HTTP__HEARTBEAT_URL": "https://hc.example/ping/a-b-c", "LOG__JSON": "true"})
    assert (settings.http.health_port, settings.http.health_host) == (None, "127.0.0.1")
    assert settings.secrets() == ("https://hc.example/ping/a-b-c",)
    assert "a-b-c" not in repr(settings)
    assert settings.log.as_json


MAIL = {"MAIL__TO": "it@konakovo.example, edds@konakovo.example", "MAIL__HOST": "smtp.konakovo.example"}
LOGIN = {"MAIL__USER": "bot@konakovo.example", "MAIL__PASSWORD": "very-secret-word"}


def test_letters_want_readers_a_server_and_a_login_that_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not load_settings().mail.is_wanted
    mail = given(monkeypatch, MAIL).mail
    assert mail.to == ("it@konakovo.example", "edds@konakovo.example")
    assert mail.missing == ()
    assert given(monkeypatch, {"MAIL__USER": "robot"}).mail.missing == ("MAIL__PASSWORD", "MAIL__SENDER")
    settings = given(monkeypatch, LOGIN)
    assert settings.mail.missing == ()
    assert "very-secret-word" in settings.secrets()
    assert "very-secret-word" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"MAIL__TO": "почта@округ.рф"}, "MAIL__TO: нужен адрес почты латинскими буквами, например it@konakovo.example"),
        ({"MAIL__TO": "it@a.example, it"}, "MAIL__TO: нужен адрес почты латинскими буквами, например it@konakovo.example"),
        ({"MAIL__TO": "it@a.example\r\nBcc: x@a.example"}, "MAIL__TO: нужен адрес почты латинскими буквами, например it@konakovo.example"),
        ({"MAIL__HOST": "https://smtp.example/"}, "MAIL__HOST: значение не подходит, пример есть в .env.example"),
        ({"MAIL__PORT": "0"}, "MAIL__PORT: число меньше допустимого, наименьшее 1"),
        (
            {**MAIL, **LOGIN, "MAIL__TLS": "false"},
            "MAIL__TLS: без шифрования пароль прочтёт любой по дороге; уберите эту строку или пароль",
        ),
    ],
)
def test_a_mistake_about_letters_is_one_line(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], line: str) -> None:
    assert complaints(monkeypatch, values) == [line]
