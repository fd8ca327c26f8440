"""The log never shows a secret."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import datetime
from pathlib import Path

import pytest

from bot.config.logs import DISTRICT, HIDDEN, INCIDENT, Scrubber, Sparing, set_up_logs
from bot.storage.engine.errors import StorageError
from bot.telegram.incoming.updates import incident_of
from handlers.kit.buttons import CardButton, Press
from incidents.errors import WrongStep

TELEGRAM = "7123456789:AAHn2z-Zc_9d0123456789abcdefghijkl"
VK = "vk1.a.AbCdEfGhIjKlMnOpQrStUvWxYz-0123456789_abcdef"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    stream = io.StringIO()
    set_up_logs("INFO", secrets=["пароль-от-базы", "abc"], stream=stream)
    yield stream
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.parametrize(
    "secret",
    [
        TELEGRAM,
        VK,
        "0123456789abcdef" * 5,
        "пароль-от-базы",
        f"https://api.telegram.org/bot{TELEGRAM}/sendMessage",
        "https://api.vk.com/method/wall.get?access_token=short&v=5.199",
        "socks5://me:word@proxy:1080",
        f"https://proxy.example.org/?to=bot{TELEGRAM.replace(':', '%3A')}",
    ],
)
def test_what_looks_like_a_secret_is_hidden(log: io.StringIO, secret: str) -> None:
    logging.getLogger("bot.test").warning("не вышло: %s", secret)
    assert HIDDEN in log.getvalue()
    for part in (TELEGRAM, TELEGRAM.partition(":")[2], VK, "0123456789abcdef" * 5, "пароль", "short", "word"):
        assert part not in log.getvalue()


def test_a_traceback_is_one_line_without_the_token(log: io.StringIO) -> None:
    address = f"https://api.telegram.org/file/bot{TELEGRAM}/photo.jpg"
    try:
        Path(f"/nowhere/{address}").read_bytes()
    except OSError:
        logging.getLogger("bot.test").exception("фото не скачано")
    assert log.getvalue().count("\n") == 1
    assert TELEGRAM not in log.getvalue()
    assert "FileNotFoundError" in log.getvalue()


def test_ordinary_words_stay(log: io.StringIO) -> None:
    logging.getLogger("bot.test").info("№ 1487 в 10:14, wall-1_7_r12, abc")
    assert log.getvalue().endswith("INFO bot.test: № 1487 в 10:14, wall-1_7_r12, abc\n")


def test_setting_up_twice_does_not_say_everything_twice(log: io.StringIO) -> None:
    set_up_logs("INFO", stream=log)
    logging.getLogger("bot.test").info("раз")
    assert log.getvalue().count("раз") == 1


def test_a_scrubber_without_secrets_still_knows_tokens() -> None:
    assert Scrubber().scrub(f"x {TELEGRAM} y") == f"x {HIDDEN} y"


def failing(what: str, error: Exception) -> None:
    try:
        raise error
    except type(error):
        logging.getLogger("bot.test").exception(what)


def test_the_same_error_shows_its_traceback_once_a_minute_and_its_line_too(log: io.StringIO) -> None:
    for number in range(30):
        failing("Worker.run failed", OSError("the disk is full"))
        failing(f"update {number} failed", OSError("the disk is full"))
    assert log.getvalue().count("Traceback") == 1
    assert log.getvalue().count("Worker.run failed") == 1
    assert [f"update {number} failed: OSError" in log.getvalue() for number in range(30)] == [True] * 30


def test_another_error_shows_its_traceback_beside_it(log: io.StringIO) -> None:
    failing("a tick failed", OSError("the disk is full"))
    failing("a tick failed", ValueError("a defect"))
    assert log.getvalue().count("Traceback") == 2


def test_an_error_inside_a_group_or_behind_another_is_the_same_error(log: io.StringIO) -> None:
    inner, outer = OSError("the disk is full"), RuntimeError()
    outer.__cause__ = inner
    for number, error in enumerate([inner, ExceptionGroup("many", [inner]), outer]):
        failing(f"part {number} failed", error)
    assert log.getvalue().count("Traceback (most recent call last)") == 1
    assert "part 2 failed: OSError" in log.getvalue()


def test_after_a_minute_the_traceback_comes_again_with_how_often_the_line_was_passed_over() -> None:
    moment, stream = [0.0], io.StringIO()
    handler = Sparing(stream, now=lambda: moment[0])
    handler.setFormatter(Scrubber())
    for _ in range(5):
        try:
            Path("/nowhere").read_bytes()
        except OSError:
            handler.handle(logging.LogRecord("a", logging.ERROR, "a.py", 1, "it %s", ("failed",), sys.exc_info()))
        moment[0] += 20
    lines = stream.getvalue().splitlines()
    assert ["Traceback" in line for line in lines] == [True, True]
    assert "it failed (и ещё 2 таких)" in lines[1]


def test_a_line_without_an_error_is_never_passed_over(log: io.StringIO) -> None:
    for _ in range(3):
        logging.getLogger("bot.test").error("источник молчит")
    assert log.getvalue().count("источник молчит") == 3


@pytest.mark.parametrize(
    "name", ["sqlalchemy.engine.Engine", "aiosqlite", "aiogram.event", "aiogram.dispatcher", "asyncio", "aiohttp.client"]
)
def test_a_library_that_tells_what_people_write_is_quiet_also_in_debug(log: io.StringIO, name: str) -> None:
    set_up_logs("DEBUG", stream=log)
    logging.getLogger(name).debug("INSERT INTO post: Сидорова, Строителей 14")
    logging.getLogger(name).info("INSERT INTO post: Сидорова, Строителей 14")
    assert log.getvalue() == ""
    logging.getLogger("bot.test").debug("видно")
    assert "видно" in log.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        "invalid literal for int() with base 10: 'кв. 7, т. 8 915 123-45-67, Сидорова'",
        'null value in column "title"\nDETAIL:  Failing row contains (1, Sidorova, 8 915 123-45-67,\nSidorova again).',
        "invalid input for query argument $2: 'Sidorova 8 915' (an integer is required)",
        "1 validation error\n  field [type=int, input_value='Sidorova', input_type=str]",
        "invalid literal for int() with base 10: '89151234567'",
        "bad number '+7 (915) 123-45-67'",
        "'sidorova@mail.ru'",
        "no page at https://vk.com/sidorova or t.me/sidorova, m.vk.com/id9151234567",
    ],
)
def test_a_librarys_exception_shows_no_words_of_people(log: io.StringIO, message: str) -> None:
    before = WrongStep("«Сидорова» среди сотрудников не нашли")
    before.__cause__ = ValueError(message)
    error = ExceptionGroup("several", [KeyError("Сидорова"), RuntimeError("plain words stay")])
    error.__cause__ = before
    logging.getLogger("bot.test").error("update %s failed", 7, exc_info=error)
    said = log.getvalue()
    assert not re.search("(?i)сидорова|sidorova|915", said)
    assert "plain words stay" in said
    assert all(kind in said for kind in ("KeyError", "WrongStep", "ValueError"))


def test_our_own_sentence_stays(log: io.StringIO) -> None:
    error = StorageError("База занята другой программой")
    logging.getLogger("bot.test").error("не вышло", exc_info=error)
    assert "StorageError: База занята другой программой" in log.getvalue()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    stream = io.StringIO()
    set_up_logs("INFO", secrets=['пароль-"с кавычкой"'], stream=stream, as_json=True)
    yield stream
    root.setLevel(level)
    root.handlers[:] = handlers


def test_a_record_is_one_json_object_a_line_without_secrets(lines: io.StringIO) -> None:
    logging.getLogger("bot.test").warning("не вышло:\n%s %s", 'пароль-"с кавычкой"', TELEGRAM)
    logging.getLogger("bot.test").error("упало", exc_info=ValueError(f"Лесная, 5: {VK}"))
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert {name: first[name] for name in ("level", "logger", "message")} == {
        "level": "WARNING",
        "logger": "bot.test",
        "message": f"не вышло:\n{HIDDEN} {HIDDEN}",
    }
    assert datetime.fromisoformat(first["at"]).tzinfo is not None
    assert "incident" not in first
    assert "ValueError" in second["trace"]
    assert "Лесная" not in second["trace"], "people's words are left out here too"
    assert VK not in lines.getvalue()


def test_a_record_names_the_incident_that_is_worked_on(lines: io.StringIO) -> None:
    token = INCIDENT.set(17)
    logging.getLogger("bot.test").info("карточка ушла")
    INCIDENT.reset(token)
    logging.getLogger("bot.test").info("тихо")
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first["incident"] == 17
    assert "incident" not in second


@pytest.mark.parametrize(
    ("data", "incident"), [(CardButton(press=Press.ACCEPT, incident=17).pack(), 17), ("c1:accept:x", None), ("", None), ("s1:show:3", None)]
)
def test_a_press_on_a_card_tells_its_incident(data: str, incident: int | None) -> None:
    assert incident_of({"update_id": 1, "callback_query": {"id": "1", "data": data}}) == incident
    assert incident_of({"update_id": 1, "message": {"text": data}}) is None


def of(district: str, tell: Callable[[], None]) -> None:
    """Tell it as a task of the district does."""

    def told() -> None:
        DISTRICT.set(district)
        tell()

    copy_context().run(told)


def fail() -> None:
    try:
        int("a defect")
    except ValueError:
        logging.getLogger("bot.test").exception("failed")


def test_a_line_names_the_district_where_a_process_has_several(log: io.StringIO) -> None:
    logger = logging.getLogger("bot.test")
    logger.warning("one")
    of("konakovo", lambda: logger.warning("two"))
    set_up_logs("INFO", stream=log, as_json=True)
    of("primer", lambda: logger.warning("three"))
    first, second, third = log.getvalue().splitlines()
    assert first.endswith("WARNING bot.test: one")
    assert second.endswith("WARNING [konakovo] bot.test: two")
    assert json.loads(third)["district"] == "primer"


def test_the_same_error_of_another_district_is_told_too(log: io.StringIO) -> None:
    for district in ("konakovo", "primer", "konakovo"):
        of(district, fail)
    assert [("Traceback" in line, "[primer]" in line) for line in log.getvalue().splitlines()] == [(True, False), (True, True)]
