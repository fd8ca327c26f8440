"""`otklik import posts` as a process: its codes, and that it may be stopped at any moment."""

import signal
from pathlib import Path

import pytest

from bot.cli.posts.import_posts import BATCH
from tests.kit.imported_posts import DARK, HEADER, ROWS, file_of, kept, otklik, program

MANY = [HEADER[:2], *((f"2{4 + n % 2}.11.2026", f"{DARK} {n}") for n in range(BATCH * 3 + 7))]
KILLED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
from bot.storage.intake.door import Door
real, seen = Door.receive, []
async def receive(*args, **options):
    seen.append(1)
    if len(seen) > {after}:
        os.kill(os.getpid(), signal.{how})
    return await real(*args, **options)
Door.receive = receive
from bot.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(("how", "code"), [("SIGKILL", -signal.SIGKILL), ("SIGINT", 130)])
async def test_a_stop_between_batches_loses_nothing_and_repeats_nothing(database_url: str, tmp_path: Path, how: str, code: int) -> None:
    file = file_of(tmp_path, MANY)
    stopped = program(database_url, str(file), "--write", code=KILLED.format(after=BATCH * 2 + 50, how=how))
    assert stopped.returncode == code, stopped.stderr
    assert len(await kept(database_url)) == BATCH * 2
    assert (await otklik(database_url, file, write=True))[:2] == [f"Записали: {BATCH + 7}", f"Уже были у нас: {BATCH * 2}"]
    texts = [each.post.text for each in await kept(database_url)]
    assert len(texts) == len(set(texts)) == len(MANY) - 1


async def test_the_command_line_says_it_and_ends_with_its_codes(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, ROWS)
    dry = program(sqlite_url, str(file))
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.endswith("Ничего не записали. Записать: та же команда и --write\n")
    done = program(sqlite_url, str(file), "--write", "--column", "автор=нет")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Записали: 2")
    lost = program(sqlite_url, str(tmp_path / "нет.csv"))
    assert (lost.returncode, lost.stdout, lost.stderr.count("\n")) == (1, "", 1)
    misused = program(sqlite_url, str(file), "--column", "текст")
    assert (misused.returncode, misused.stdout) == (2, "")
    assert misused.stderr == ("--column: нужно ЧТО=СТОЛБЕЦ, например текст=Содержание, а не «текст». Справка: otklik import posts --help\n")
    assert program(sqlite_url, str(file), "--days", "0").returncode == 2
    helped = program(sqlite_url, str(file), "--help")
    assert helped.returncode == 0
    assert "--column текст=«Содержание»" in helped.stdout


async def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    told = program(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", str(file_of(tmp_path, ROWS)))
    assert told.returncode == 1
    assert "otklik migrate" in told.stderr
    assert not (tmp_path / "none.db").exists()
