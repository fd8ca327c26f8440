"""One voice to systemd for several districts."""

import pytest

from bot.health import systemd
from bot.health.one_voice import PATIENCE, OneVoice
from bot.shared import poll_of


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []

    def notify(*said: str) -> bool:
        words.extend(said)
        return True

    monkeypatch.setattr(systemd, "notify", notify)
    return words


def test_the_state_of_the_process_is_that_of_its_ill_districts(heard: list[str]) -> None:
    voice = OneVoice()
    konakovo, primer = voice.of("konakovo"), voice.of("primer")
    konakovo("STATUS=Работает", "WATCHDOG=1")
    assert heard == ["STATUS=Работает, округов 2", "WATCHDOG=1"]
    heard.clear()
    primer("STATUS=Telegram не узнаёт токен бота", "WATCHDOG=1")
    assert heard == ["STATUS=primer: Telegram не узнаёт токен бота", "WATCHDOG=1"]


def test_a_district_that_stands_for_long_keeps_the_watchdog_hungry(heard: list[str]) -> None:
    moment = [0.0]
    voice = OneVoice(lambda: moment[0])
    konakovo, primer = voice.of("konakovo"), voice.of("primer")
    moment[0] = PATIENCE - 1
    konakovo("STATUS=Работает", "WATCHDOG=1")
    assert "WATCHDOG=1" in heard, "the process starts such a district again by itself"
    heard.clear()
    moment[0] = PATIENCE
    konakovo("STATUS=Работает", "WATCHDOG=1")
    assert "WATCHDOG=1" not in heard
    primer("STATUS=Работает", "WATCHDOG=1")
    assert "WATCHDOG=1" in heard


def test_a_district_that_is_built_or_waits_lets_the_others_live_and_is_named(heard: list[str]) -> None:
    moment = [0.0]
    voice = OneVoice(lambda: moment[0])
    konakovo, primer = voice.of("konakovo"), voice.of("primer")
    primer("STATUS=Работает", "WATCHDOG=1")
    voice.waits("primer", "запускается")
    assert heard[-2:] == ["STATUS=primer: запускается", "WATCHDOG=1"]
    moment[0] = PATIENCE
    heard.clear()
    konakovo("STATUS=Работает", "WATCHDOG=1")
    assert heard == ["STATUS=primer: запускается", "WATCHDOG=1"]
    voice.of("primer")("STATUS=Работает", "WATCHDOG=1")
    assert "STATUS=Работает, округов 2" in heard


def test_the_start_and_the_end_are_passed_on(heard: list[str]) -> None:
    voice = OneVoice().of("konakovo")
    voice("READY=1")
    voice("STOPPING=1")
    assert [word for word in heard if not word.startswith("STATUS=")] == ["READY=1", "WATCHDOG=1", "STOPPING=1", "WATCHDOG=1"]


def test_many_districts_look_into_their_queues_more_rarely() -> None:
    assert [poll_of(number) for number in (1, 2, 4, 8, 16, 43)] == [0.5, 0.5, 0.5, 1.0, 2.0, 2.0]
