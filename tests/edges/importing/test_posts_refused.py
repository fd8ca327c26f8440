"""Files of posts that are broken, closed, too large or strange: a sentence each, and nothing is kept."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from tests.kit.imported_posts import DARK, HEADER, ROWS, book_of, file_of, kept, otklik, refused


def _macros() -> bytes:
    packed = io.BytesIO(book_of(ROWS))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0macros")
    return packed.getvalue()


async def test_macros_are_not_run_and_do_no_harm(sqlite_url: str, tmp_path: Path) -> None:
    assert (await otklik(sqlite_url, file_of(tmp_path, _macros(), "t.xlsm"), write=True))[0] == "Записали: 2"


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("t.csv", b"", "t.csv: файл пуст"),
        ("t.csv", b"\n;;\n\n", "t.csv: таблица пуста"),
        ("t.csv", [HEADER], "t.csv: под заголовком нет ни одной строки"),
        ("t.csv", [("Дата", "Сумма"), ("25.11.2026", "100")], "t.csv: не нашли столбец с текстом жителя. Назовите его: --column текст="),
        ("t.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "t.xlsx: закрыт паролем или сохранён как старый XLS"),
        ("t.xlsx", book_of([HEADER, ("=1+1", DARK)]), "t.xlsx: в клетке A2 формула без значения"),
        ("t.xlsx", b"PK\x03\x04 no book", "t.xlsx: не похоже на таблицу XLSX или файл повреждён"),
        ("t.csv", b"a\0b\0", "t.csv: это не таблица CSV"),
        ("t.jsonl", b'{"text": "1"}\n{"text": \n', "t.jsonl, строка 2: это не JSON. На каждой строке нужен один объект с полем text"),
        ("t.jsonl", b'{"text": "1"}\n\n[1]\n', "t.jsonl, строка 3: нужен объект JSON с полем text, а не список и не число"),
        ("t.jsonl", b"[" * 100_000, "t.jsonl, строка 1: это не JSON"),
        ("t.jsonl", '{"text": "Яма"}'.encode("cp1251"), "t.jsonl: JSON бывает только в UTF-8"),
        ("t.csv", f"Текст;Дата\n{DARK * 9};1\n".encode("koi8-r"), "Буквы не читаются: кодировка не UTF-8 и не Windows-1251"),
        ("t.csv", b"x" * 50_000_001, "t.csv: больше 50 МБ, разделите таблицу"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_told_and_nothing_is_kept(
    sqlite_url: str, tmp_path: Path, name: str, content: bytes, line: str
) -> None:
    assert (await refused(sqlite_url, file_of(tmp_path, content, name))).startswith(line)


async def test_a_folder_and_what_is_not_there_are_told(sqlite_url: str, tmp_path: Path) -> None:
    assert (await refused(sqlite_url, tmp_path)).endswith("это папка, а нужен файл: .csv, .xlsx или .jsonl")
    assert await refused(sqlite_url, tmp_path / "нет.csv") == "нет.csv: такого файла нет"
    os.mkfifo(tmp_path / "pipe.csv")
    assert (await refused(sqlite_url, tmp_path / "pipe.csv")).startswith("pipe.csv: это не обычный файл")


async def test_a_file_of_two_hundred_megabytes_is_not_opened(sqlite_url: str, tmp_path: Path) -> None:
    for name in ("t.csv", "t.jsonl"):
        with (tmp_path / name).open("wb") as hole:
            hole.truncate(200_000_000)
        assert (await refused(sqlite_url, tmp_path / name)).startswith(f"{name}: больше 50 МБ")


async def test_a_million_empty_rows_are_no_rows(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, "\n".join(";".join(row) for row in ROWS[:2]) + "\n;;;;" * 1_000_000 + "\n" + ";".join(ROWS[2]))
    assert (await otklik(sqlite_url, file))[0] == "t.csv: строк 2, заголовок в строке 1"


async def test_more_rows_than_are_taken_are_told(sqlite_url: str, tmp_path: Path) -> None:
    assert await refused(sqlite_url, file_of(tmp_path, "Текст\n" + f"{DARK}\n" * 50_001)) == "t.csv: строк больше 50000, разделите таблицу"


async def test_signs_that_no_database_keeps_are_left_out(database_url: str, tmp_path: Path) -> None:
    row = {"text": f"{DARK}\0\ud800", "date": "25.11.2026", "source": "Наш\0двор", "url": "https://t.me/a\0b/12"}
    file = file_of(tmp_path, json.dumps(row).encode(), "t.jsonl")
    await otklik(database_url, file, write=True)
    (post,) = await kept(database_url)
    assert (post.post.text.rstrip("?"), post.source_title, post.post.external_id) == (DARK, "Нашдвор", "ab/12")


async def test_too_many_sources_are_asked_to_be_one(sqlite_url: str, tmp_path: Path) -> None:
    rows = [("Дата", "Текст", "Источник"), *(("25.11.2026", f"{DARK} {n}", f"Группа {n}") for n in range(101))]
    assert (await refused(sqlite_url, file_of(tmp_path, rows))).startswith("Источников и посёлков вместе больше 100. Назовите один")
