"""What the import shows of a table is masked: a cell in the wrong place may be a resident's."""

from pathlib import Path

import pytest

from tests.kit.imported_posts import DARK, PIPE, file_of, otklik, refused

PHONE, WHO = "8-915-000-00-00", "Иванова Мария Петровна"


def shows_nobody(told: str) -> bool:
    return not any(part in told for part in ("8-915", "Иванова", "Мария", "Петровна"))


async def test_a_row_that_was_taken_for_the_header_is_masked(sqlite_url: str, tmp_path: Path) -> None:
    told = await otklik(sqlite_url, file_of(tmp_path, [("Дата", "Текст", f"{WHO}, {PHONE}"), ("25.11.2026", DARK, "да")]))
    assert "  не берём: «" in "\n".join(told)
    assert shows_nobody("\n".join(told))


async def test_the_title_of_a_chosen_column_is_masked(sqlite_url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, [("Дата", "Текст", f"звонить {PHONE}"), ("25.11.2026", PIPE, DARK)])
    assert shows_nobody("\n".join(await otklik(sqlite_url, file, columns=[("источник", "3")])))


async def test_a_cell_that_is_no_date_is_masked(sqlite_url: str, tmp_path: Path) -> None:
    rows = [("Дата", "Текст", "Населённый пункт"), (f"со слов {WHO}", DARK, ""), (f"тел. {PHONE}", PIPE, ""), ("25.11.2026", DARK, PHONE)]
    told = await otklik(sqlite_url, file_of(tmp_path, rows))
    assert any(line.startswith("Дату не понять или такого дня нет: 2 (строки 2 «") for line in told)
    assert shows_nobody("\n".join(told))


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([("Дата", f"Сумма {PHONE}", WHO), ("25.11.2026", "100", "1")], []),
        ([("Дата", "Текст", f"{WHO} {PHONE}"), ("25.11.2026", DARK, "1")], [("текст", "Итог")]),
        ([("Дата", f"Сообщение {PHONE}", f"Сообщение {WHO}"), ("25.11.2026", PIPE, DARK)], []),
    ],
)
async def test_a_refusal_that_names_the_titles_masks_them(
    sqlite_url: str, tmp_path: Path, rows: list[tuple[str, ...]], columns: list[tuple[str, str]]
) -> None:
    told = await refused(sqlite_url, file_of(tmp_path, rows), columns=columns)
    assert "«Дата»" in told or "«Сообщение" in told
    assert shows_nobody(told)


async def test_an_answer_that_cannot_be_typed_is_a_number(sqlite_url: str, tmp_path: Path) -> None:
    rows = [("Дата", f"Сообщение {PHONE}", "Сообщение жителя"), ("25.11.2026", PIPE, DARK)]
    assert (await refused(sqlite_url, file_of(tmp_path, rows))).endswith("--column текст=2")
