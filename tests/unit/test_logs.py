"""The log never shows a secret."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import HIDDEN, Scrubber, set_up_logs

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
    ],
)
def test_what_looks_like_a_secret_is_hidden(log: io.StringIO, secret: str) -> None:
    logging.getLogger("bot.test").warning("не вышло: %s", secret)
    assert HIDDEN in log.getvalue()
    for part in (TELEGRAM, VK, "0123456789abcdef" * 5, "пароль", "short", "word"):
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
