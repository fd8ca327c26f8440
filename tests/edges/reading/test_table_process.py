"""A table is read by a process of its own: it has its time and its size, and a file that kills the bot is given up."""

import asyncio
import io
import os
import sys
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pytest

from bot.importing.found import ImportFailed
from bot.importing.tables.spreadsheet import read_lines
from bot.importing.tables.table_process import read_table
from bot.reading.incoming_files import LEASE
from incidents.tables.incoming_files import FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import GOOD, HEADER, csv, jobs, read, reader, said, send, theirs, xlsx

HEAVY = 12_000_000
"""Bytes of a sheet that packs into a few kilobytes."""


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def sheet(content: bytes, by: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An XLSX whose sheet is this."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(GOOD))) as good, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bad:
        for info in good.infolist():
            bad.writestr(info, content if "sheet1" in info.filename else good.read(info), compress_type=by)
    return packed.getvalue()


def lying(content: bytes, by: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same, but its directory says that the sheet is as long and sums up as its first hundred bytes."""
    packed = sheet(content, by)
    for real, told in ((len(content), 100), (crc32(content), crc32(content[:100]))):
        packed = packed.replace(real.to_bytes(4, "little"), told.to_bytes(4, "little"))
    return packed


async def test_our_own_process_reads_no_table(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("bot.importing.tables.spreadsheet.csv.reader", never)
    monkeypatch.setattr("bot.importing.tables.spreadsheet.openpyxl_for", never)
    await read(town, "регион.csv", csv(GOOD))
    await read(town, "регион.xlsx", xlsx(GOOD))
    assert [job.state for job in await jobs(town)] == [FileState.DONE] * 2
    assert await theirs(town) == ["5418190"]


@pytest.mark.parametrize(("name", "content"), [("а.xlsx", sheet(b" " * HEAVY)), ("а.csv", csv([HEADER]) + b" " * HEAVY)])
async def test_more_than_ten_megabytes_unpacked_are_not_read(town: Phones, name: str, content: bytes) -> None:
    (text,) = await read(town, name, content)
    assert "10 МБ, разделите таблицу" in text
    assert [job.state for job in await jobs(town)] == [FileState.FAILED]


@pytest.mark.parametrize("by", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_sheet_that_lies_of_its_size_is_not_inflated_past_the_limit(tmp_path: Path, by: int) -> None:
    file = tmp_path / "а.xlsx"
    file.write_bytes(lying(b" " * 100_000_000, by))
    tracemalloc.start()
    try:
        with pytest.raises(ImportFailed, match="10 МБ, разделите таблицу" if by == zipfile.ZIP_DEFLATED else "не похоже на таблицу XLSX"):
            read_lines(file, most=10_000_000)
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


async def test_a_small_lie_is_a_damaged_file(town: Phones) -> None:
    (text,) = await read(town, "а.xlsx", lying(b"<worksheet>" + b" " * 100_000))
    assert "файл повреждён" in text


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a process's memory")
async def test_a_table_that_wants_more_memory_than_its_process_has_is_told(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.importing.tables.table_process.MEMORY", 300 * 1024 * 1024)
    (text,) = await read(town, "регион.csv", csv([HEADER]) + b"12;" * 3_000_000)
    assert text.startswith("Таблице не хватило памяти. Оставьте в ней нужные строки")
    assert [job.state for job in await jobs(town)] == [FileState.FAILED]
    monkeypatch.undo()
    (text,) = await read(town, "регион.csv", csv(GOOD))
    assert "памяти" not in text


@pytest.mark.parametrize("name", [f"q.{'x' * 300}", f"{'ы' * 300}.csv", "а.", "a/../b.csv", "\0.csv"])
async def test_a_table_is_read_whatever_its_name_is(name: str) -> None:
    assert len(await read_table(name, csv(GOOD))) == 2
    with pytest.raises(ImportFailed, match="не похоже на таблицу XLSX или файл повреждён"):
        await read_table(name, b"PK\x03\x04")


async def test_a_formula_without_its_end_twenty_thousand_times_is_read_at_once(town: Phones) -> None:
    (text,) = await read(town, "а.xlsx", sheet(b'<c r="A1"' * 20_000))
    assert "не похоже на таблицу XLSX" in text


async def test_a_table_whose_time_is_over_is_told_and_its_process_is_gone(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.importing.tables import table_process

    monkeypatch.setattr(table_process, "SECONDS", 0.0)
    seen: list[asyncio.subprocess.Process] = []
    really = table_process._end

    async def end(child: asyncio.subprocess.Process) -> None:
        seen.append(child)
        await really(child)

    monkeypatch.setattr(table_process, "_end", end)
    (text,) = await read(town, "регион.csv", csv(GOOD))
    assert text.startswith("Таблицу не разобрали за минуту. Оставьте в ней нужные строки")
    assert "ичего не изменилось" in text
    assert [job.state for job in await jobs(town)] == [FileState.FAILED]
    assert [child.returncode is not None for child in seen] == [True]


async def test_a_process_that_dies_over_a_table_is_no_end(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    (text,) = await read(town, "регион.csv", csv(GOOD))
    assert text.startswith("Файл не разобрали, ничего не изменилось")


async def test_the_process_ends_with_whoever_started_it_and_in_any_case_in_its_time(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    os.mkfifo(file)  # opening it waits for ever, as a hopeless table would
    for seconds, is_left in ((60, True), (1, False)):
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.importing.tables.table_child"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert child.stdin is not None
        child.stdin.write(f'{{"file": "{file}", "rows": 9, "bytes": 9, "seconds": {seconds}}}\n'.encode())
        await child.stdin.drain()
        if is_left:
            child.stdin.close()
        async with asyncio.timeout(30):
            assert await child.wait() != 0


async def test_a_file_over_which_the_bot_dies_is_given_up_after_three_starts(town: Phones) -> None:
    async with reader(town.town) as (post, files):
        post.content["регион.csv"] = csv(GOOD)
        await send(town, "регион.csv", post.content["регион.csv"])
        await town.town.sweep_outbox()
        for _ in range(3):  # three processes take it, and none comes back
            async with town.town.storage.transaction() as tx:
                assert await tx.files.next_to_read(now=town.town.clock.now(), lease=LEASE) is not None
            town.town.clock.move(minutes=4)
        assert await files.step()
        assert not await files.step()
        assert post.asked == 0
    (text,) = await said(town)
    assert text.startswith("Таблицу трижды начинали разбирать и не закончили. Оставьте в ней нужные строки")
    assert [job.state for job in await jobs(town)] == [FileState.FAILED]
    assert await theirs(town) == []
