"""Episodes, words, pulse, health file and notices to systemd."""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.health import state_file, systemd
from bot.health.episodes import Episode, Episodes
from bot.health.illness import DATABASE, TOLD_BY, UNSPEAKABLE, Illness, of_database, patience
from bot.health.illness_messages import IllnessWords
from bot.health.illness_words import NOT_COUNTED, title
from bot.health.pulse import HANGS, STUCK, Pulse
from bot.storage.engine.sqlite_library import sqlite3
from handlers.kit.text import visible_length
from incidents.ids import ChatId
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at

NOON = at(12)
LONG = timedelta(minutes=10)


def ill(kind: Illness, *, since: datetime = NOON, **more: object) -> Episode:
    known = {"kind": kind, "because": "SQLITE_FULL", "since": since, "seen_at": since, **more}
    return Episode(**known)  # type: ignore[arg-type]  # fields of an Episode


def test_an_illness_is_told_when_it_lasts_and_not_again_while_it_does() -> None:
    episodes = Episodes()
    assert episodes.seen(Illness.READER, "EOFError", at=NOON)
    assert episodes.to_tell(at=NOON) == []
    later = NOON + patience(Illness.READER)
    (episode,) = episodes.to_tell(at=later)
    episodes.told(episode, at=later)
    assert not episodes.seen(Illness.READER, "EOFError", at=later)
    assert episodes.to_tell(at=later + timedelta(hours=5)) == []


def test_an_illness_that_comes_back_within_the_hour_is_told_after_it() -> None:
    episodes = Episodes()
    episodes.seen(Illness.READER, "", at=NOON)
    episodes.told(episodes.now_ill[Illness.READER], at=NOON)
    episodes.well(Illness.READER, at=NOON)
    (over,) = episodes.end(at=NOON + LONG)
    assert episodes.is_end_told(over)
    episodes.seen(Illness.READER, "", at=NOON + LONG)
    assert episodes.to_tell(at=NOON + timedelta(minutes=59)) == []
    assert [each.kind for each in episodes.to_tell(at=NOON + timedelta(minutes=60))] == [Illness.READER]


def test_it_is_over_only_when_nothing_of_it_is_seen_for_a_while() -> None:
    episodes = Episodes()
    episodes.seen(Illness.DISK_FULL, "", at=NOON)
    episodes.well(Illness.DISK_FULL, at=NOON + timedelta(seconds=10))
    episodes.seen(Illness.DISK_FULL, "", at=NOON + timedelta(seconds=12))
    assert episodes.end(at=NOON + LONG) == []
    episodes.well(Illness.DISK_FULL, at=NOON + timedelta(seconds=20))
    assert episodes.end(at=NOON + timedelta(seconds=21)) == []
    assert [each.kind for each in episodes.end(at=NOON + timedelta(seconds=30))] == [Illness.DISK_FULL]


def test_of_several_illnesses_of_the_database_one_is_told() -> None:
    episodes = Episodes()
    for kind in (Illness.DATABASE_GONE, Illness.DATABASE_READONLY, Illness.CONFLICT):
        episodes.seen(kind, "", at=NOON)
    told = episodes.to_tell(at=NOON + LONG)
    assert [each.kind for each in told] == [Illness.DATABASE_GONE, Illness.CONFLICT]
    for each in told:
        episodes.told(each, at=NOON + LONG)
    assert episodes.to_tell(at=NOON + LONG) == []


def test_a_webhook_that_a_database_makes_deaf_is_not_told_beside_it() -> None:
    episodes = Episodes()
    episodes.seen(Illness.DEAF, "500", at=NOON)
    assert [each.kind for each in episodes.to_tell(at=NOON + LONG)] == [Illness.DEAF]
    episodes.seen(Illness.DISK_FULL, "", at=NOON)
    assert [each.kind for each in episodes.to_tell(at=NOON + LONG)] == [Illness.DISK_FULL]


@pytest.mark.parametrize(("minutes", "is_told"), [(4, False), (6, True)])
def test_a_messenger_that_was_away_is_told_afterwards_if_it_was_long(minutes: int, is_told: bool) -> None:
    episodes = Episodes()
    episodes.seen(Illness.MESSENGER, "", at=NOON)
    back = NOON + timedelta(minutes=minutes)
    episodes.seen(Illness.MESSENGER, "", at=back)
    assert episodes.to_tell(at=back) == []
    episodes.well(Illness.MESSENGER, at=back)
    (over,) = episodes.end(at=back + LONG)
    assert episodes.is_end_told(over) is is_told


def test_what_was_never_told_is_not_called_over() -> None:
    assert not Episodes().is_end_told(ill(Illness.READER, well_at=NOON))


@pytest.mark.parametrize("kind", list(Illness))
def test_every_illness_has_words_that_parse_fit_and_name_a_way_out(kind: Illness) -> None:
    words = IllnessWords(MOSCOW, "Иван <Петров>, 8-900-000-00-00")
    over = words.over(ill(kind, well_at=NOON + LONG), now=NOON + LONG).html
    assert over.startswith("<b>Снова работает: ")
    assert "с 12:00 до 12:10, 10 мин" in over
    texts = [over]
    begun = (words.letter(ill(kind), NOT_COUNTED, now=NOON) if kind in UNSPEAKABLE else words.ill(ill(kind), now=NOON)).html
    assert "С 12:00" in begun
    assert "Позвоните: Иван &lt;Петров&gt;, 8-900-000-00-00" in begun
    texts.append(begun)
    for text in texts:
        parse(text)
        assert visible_length(text.splitlines()[0]) <= 64
        assert visible_length(text) <= 1024
    assert len(title(kind)) <= 64


def test_without_a_name_to_call_the_words_say_whom() -> None:
    assert "Позвоните тому, кто обслуживает бота" in IllnessWords(MOSCOW).ill(ill(Illness.CONFLICT), now=NOON).html


def test_yesterdays_illness_names_its_day() -> None:
    assert "С 23 ноября, 23:50" in IllnessWords(MOSCOW).ill(ill(Illness.READER, since=at(23, 50, day=23)), now=NOON).html


def test_every_illness_is_told_by_exactly_one_part() -> None:
    assert sorted(kind for kinds in TOLD_BY.values() for kind in kinds) == sorted(Illness)


def full(connection: sqlite3.Connection, _file: Path) -> None:
    connection.execute("PRAGMA max_page_count=1")


def read_only(connection: sqlite3.Connection, _file: Path) -> None:
    connection.execute("PRAGMA query_only=ON")


def held(connection: sqlite3.Connection, file: Path) -> None:
    connection.execute("PRAGMA busy_timeout=0")
    held.by = sqlite3.connect(file, isolation_level=None)  # type: ignore[attr-defined]  # lives as long as the test
    held.by.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]


def deleted(_connection: sqlite3.Connection, file: Path) -> None:
    file.unlink()


def garbled(_connection: sqlite3.Connection, file: Path) -> None:
    file.write_bytes(b"no database any more" * 1000)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (full, Illness.DISK_FULL),
        (read_only, Illness.DATABASE_READONLY),
        (held, Illness.DATABASE_LOCKED),
        pytest.param(
            deleted,
            Illness.DATABASE_GONE,
            marks=pytest.mark.skipif(sqlite3.__name__ != "sqlite3", reason="pysqlite3 has no such word; the storage looks itself"),
        ),
        (garbled, Illness.DATABASE_DAMAGED),
    ],
)
def test_what_sqlite_says_is_understood(spoil: Callable[[sqlite3.Connection, Path], None], kind: Illness, tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("CREATE TABLE a (b)")
        spoil(connection, file)
        with pytest.raises(sqlite3.Error) as failed:
            connection.execute("INSERT INTO a VALUES (zeroblob(100000))")
        found = of_database(failed.value, began=True)
        assert found is not None
        assert found[0] is kind
    finally:
        connection.close()
        if spoil is held:
            held.by.close()  # type: ignore[attr-defined]


def test_a_defect_of_ours_is_no_illness_of_the_database() -> None:
    assert of_database(RuntimeError("a defect"), began=True) is None
    assert of_database(ConnectionRefusedError(), began=False) == (Illness.DATABASE_GONE, "ConnectionRefusedError")


def test_the_pulse_misses_a_loop_that_is_expected_and_work_that_never_ends() -> None:
    moment = [0.0]
    pulse = Pulse(lambda: moment[0])
    pulse.expect("worker", "courier")
    pulse.of("stranger")()
    with pulse.at_work("tick summary"):
        moment[0] = STUCK + 1
        pulse.of("worker")()
        assert pulse.stuck() == ("courier",)
        moment[0] = HANGS + 1
        pulse.of("worker")()
        pulse.of("courier")()
        assert pulse.stuck() == ("tick summary",)
    assert pulse.stuck() == ()
    assert set(pulse.ages()) == {"worker", "courier"}


def written(path: Path, **changed: object) -> None:
    known = ill(Illness.DATABASE_GONE)
    state = {"at": NOON.isoformat(), "ill": [state_file.as_json(known, is_told=True)], "told_at": {"conflict": NOON.isoformat()}}
    state_file.write(path, {**state, "coordinators": [7], **changed})


def test_a_new_process_remembers_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "health.json"
    written(path)
    known = state_file.read(path, now=NOON + LONG)
    assert known.coordinators == {ChatId(7)}
    assert known.now_ill[Illness.DATABASE_GONE] == ill(Illness.DATABASE_GONE, is_told=True)
    assert known.told_at == {Illness.CONFLICT: NOON}
    assert [each.name for each in tmp_path.iterdir()] == ["health.json"]


@pytest.mark.parametrize(
    "spoil", [{"at": (NOON - timedelta(days=2)).isoformat()}, {"ill": [{"kind": "plague"}]}, {"at": "вчера"}, {"ill": 5}]
)
def test_a_file_that_is_old_or_torn_says_nothing(tmp_path: Path, spoil: dict[str, object]) -> None:
    path = tmp_path / "health.json"
    written(path, **spoil)
    assert state_file.read(path, now=NOON) == state_file.Remembered()
    path.write_bytes(b"\xff{")
    assert state_file.read(path, now=NOON) == state_file.Remembered()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "health.json").mkdir()
    with pytest.raises(OSError, match="irectory"):
        state_file.write(tmp_path / "health.json", {})
    assert [each.name for each in tmp_path.iterdir()] == ["health.json"]


def test_the_file_stands_beside_sqlites_and_nowhere_with_a_server() -> None:
    assert state_file.path_beside("sqlite+aiosqlite:///somewhere/otklik.db") == Path("somewhere/otklik.db.health.json")
    assert state_file.path_beside("postgresql+asyncpg://a:b@c/d") is None


def test_systemd_is_spoken_to_by_a_path_and_by_a_name_without_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not systemd.notify("READY=1")
    for address, shown in ((str(tmp_path / "s"), str(tmp_path / "s")), (f"\0otklik-{os.getpid()}", f"@otklik-{os.getpid()}")):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(address)
            monkeypatch.setenv("NOTIFY_SOCKET", shown)
            assert systemd.notify("STATUS=Работает", "WATCHDOG=1")
            assert listener.recv(4096).decode() == "STATUS=Работает\nWATCHDOG=1"
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert not systemd.notify("READY=1")


@pytest.mark.parametrize(
    ("micros", "process", "seconds"),
    [
        ("60000000", None, 60.0),
        ("60000000", "me", 60.0),
        ("60000000", "1", None),
        ("", None, None),
        ("soon", None, None),
        ("0", None, None),
    ],
)
def test_the_watchdogs_time_is_ours_only_if_it_is_meant_for_us(
    monkeypatch: pytest.MonkeyPatch, micros: str, process: str | None, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", micros)
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if process == "me" else process or "")
    assert systemd.watchdog_seconds() == seconds


def test_all_of_the_database_are_among_the_illnesses_that_can_be_told_at_once() -> None:
    assert DATABASE.isdisjoint(UNSPEAKABLE)
