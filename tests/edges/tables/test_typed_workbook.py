"""The workbook that people count with: its bytes are read back by openpyxl."""

import importlib
import io
from datetime import date, datetime
from typing import Any

import pytest

from bot.importing.tables.typed_workbook import workbook_bytes
from incidents.workbook import Link, TypedSheet

MOMENT, DAY, URL = datetime.fromisoformat("2026-11-24T09:14"), date(2026, 11, 27), "https://vk.com/wall-1_2?reply=3&thread=4"


def read(*sheets: TypedSheet) -> Any:  # Any: openpyxl has no types
    openpyxl: Any = importlib.import_module("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets)))


def one(value: Any) -> Any:  # Any: a cell and what is put into it
    return read(TypedSheet(title="Лист", header=("Что",), rows=((value,),))).active["A2"]


def test_a_number_is_a_number_a_date_a_date_and_a_link_can_be_followed() -> None:
    book = read(TypedSheet(title="Лист", header=("№", "Когда", "День", "Пост", "Пусто"), rows=((7, MOMENT, DAY, Link(URL), None),)))
    number, moment, day, link, empty = book.active[2]
    assert (number.data_type, number.value) == ("n", 7)
    assert (moment.is_date, moment.value, moment.number_format) == (True, MOMENT, "dd.mm.yyyy hh:mm")
    assert (day.is_date, day.value.date(), day.number_format) == (True, DAY, "dd.mm.yyyy")
    assert (link.value, link.hyperlink.target) == ("открыть", URL)
    assert empty.value is None


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+7 шагов", "-5 градусов", "@имя", "\t=1", "="])
def test_a_text_that_begins_like_a_formula_stays_a_text(text: str) -> None:
    cell = one(text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_signs_that_no_file_may_hold_are_left_out_and_the_longest_text_fits() -> None:
    assert one("яма\x0b на \x00дороге\ud800").value == "яма на дороге"
    assert len(one("ы" * 40_000).value) <= 32_767


def test_the_header_stays_in_sight_is_a_filter_and_is_printed_on_each_page() -> None:
    sheet = read(TypedSheet(title="Лист", header=("№", "Тема"), rows=((1, "яма"), (2, "лёд")), totals=("Всего", None))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B3")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A1"].font.bold and sheet["A5"].value == "Всего" and sheet["A5"].font.bold
    assert sheet["A4"].value is None  # between what is sorted and the totals


def test_widths_are_what_is_in_the_columns() -> None:
    rows = ((1, MOMENT, "отдел дорожного хозяйства"), (2, MOMENT, "ы" * 300))
    book = read(TypedSheet(title="Лист", header=("№", "Когда", "Тема"), rows=rows))
    number, moment, topic = (book.active.column_dimensions[letter].width for letter in "ABC")
    assert number < moment < topic <= 50
    assert moment >= len("24.11.2026 09:14") and book.active["C3"].alignment.wrap_text


def test_several_sheets_stand_in_order_and_an_empty_one_opens() -> None:
    empty = TypedSheet(title="Итоги", header=("По чему", "Название"), rows=())
    book = read(TypedSheet(title="Вопросы", header=("№",), rows=((1,),)), empty)
    assert book.sheetnames == ["Вопросы", "Итоги"]
    assert book["Итоги"].auto_filter.ref == "A1:B2"


def test_a_number_does_not_touch_the_words_beside_it() -> None:
    rows = ((7, MOMENT, "яма"), (12, MOMENT, "лёд"))
    sheet = read(TypedSheet(title="Лист", header=("Сообщений", "Когда", "Тема"), rows=rows, totals=(19, 2, "да 2"))).active
    for row in (1, 2, 3, 5):
        number, *others = (cell.alignment for cell in sheet[row])
        assert (number.horizontal, number.indent) == ("right", 1)
        assert [each.horizontal for each in others] == ["left", "left"]
