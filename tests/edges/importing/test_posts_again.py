"""The same rows once more, sorted and cut in other ways: nothing is kept twice, and nobody's row is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.kit.imported_posts import DARK, PIPE, file_of, kept, otklik

HEADER = ("Номер", "Дата", "Текст")
COUNTED = [(str(n), f"{20 + n % 5}.11.2026", f"{DARK} у дома {n}") for n in range(1, 9)]
NUMBERED = [(f"К-{17 + n}", f"{20 + n % 5}.11.2026", f"{DARK} у дома {n}") for n in range(1, 9)]
LONG = [(str(1_487_230 + n), f"{20 + n % 5}.11.2026", f"{DARK} у дома {n}") for n in range(1, 9)]
ONE_SAID_TWICE = [(number, "25.11.2026", DARK) for number in ("К-17", "К-19")]


async def bring(url: str, folder: Path, rows: Sequence[Sequence[str]], *, header: Sequence[str] = HEADER) -> str:
    return (await otklik(url, file_of(folder, [header, *rows]), write=True))[0]


@pytest.mark.parametrize("rows", [COUNTED, NUMBERED, LONG])
async def test_a_sheet_that_is_sorted_otherwise_or_lost_a_row_brings_nothing_new(
    sqlite_url: str, tmp_path: Path, rows: list[Sequence[str]]
) -> None:
    assert await bring(sqlite_url, tmp_path, rows) == "Записали: 8"
    for again in (sorted(rows, key=lambda row: row[1]), rows[::-1], [*rows[:3], *rows[4:]], rows[:1]):
        assert await bring(sqlite_url, tmp_path, again) == "Записали: 0"


async def test_the_first_time_sorted_otherwise_is_the_same(sqlite_url: str, tmp_path: Path) -> None:
    assert await bring(sqlite_url, tmp_path, COUNTED[::-1]) == "Записали: 8"
    assert await bring(sqlite_url, tmp_path, COUNTED) == "Записали: 0"


async def test_lines_that_are_counted_anew_are_the_same(sqlite_url: str, tmp_path: Path) -> None:
    assert await bring(sqlite_url, tmp_path, COUNTED[::-1]) == "Записали: 8"
    counted = [(f"№ {n}.", *row[1:]) for n, row in enumerate(sorted(COUNTED, key=lambda row: row[1]), 1)]
    assert await bring(sqlite_url, tmp_path, counted) == "Записали: 0"


async def test_a_row_that_came_without_its_number_is_known_with_it(sqlite_url: str, tmp_path: Path) -> None:
    assert await bring(sqlite_url, tmp_path, [row[1:] for row in NUMBERED], header=HEADER[1:]) == "Записали: 8"
    assert await bring(sqlite_url, tmp_path, NUMBERED) == "Записали: 0"


async def test_two_numbers_of_the_register_are_two_residents_whichever_comes_first(sqlite_url: str, tmp_path: Path) -> None:
    assert await bring(sqlite_url, tmp_path, ONE_SAID_TWICE[:1]) == "Записали: 1"
    assert await bring(sqlite_url, tmp_path, ONE_SAID_TWICE) == "Записали: 1"
    assert await bring(sqlite_url, tmp_path, ONE_SAID_TWICE[::-1]) == "Записали: 0"


async def test_a_number_that_one_row_lacks_leaves_the_others_theirs(sqlite_url: str, tmp_path: Path) -> None:
    assert await bring(sqlite_url, tmp_path, [*ONE_SAID_TWICE, ("б/н", "25.11.2026", PIPE)]) == "Записали: 3"


async def test_the_same_words_of_two_addresses_are_two_rows(sqlite_url: str, tmp_path: Path) -> None:
    rows = [("1", "25.11.2026", "Нет воды с утра", place) for place in ("ул. Мира, 1", "ул. Лесная, 5")]
    assert await bring(sqlite_url, tmp_path, rows, header=(*HEADER, "Адрес")) == "Записали: 2"


async def test_a_moment_written_with_an_offset_is_the_same_moment(sqlite_url: str, tmp_path: Path) -> None:
    for said, kept_now in (("2026-11-24T06:12:00Z", 1), ("24.11.2026 09:12", 0), ("2026-11-24T09:12:00+03:00", 0)):
        assert await bring(sqlite_url, tmp_path, [("", said, DARK)]) == f"Записали: {kept_now}"
    assert len(await kept(sqlite_url)) == 1
