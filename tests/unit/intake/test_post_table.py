"""Which column of a table of posts is what: by title, by content, by what an official says."""

from collections.abc import Sequence

import pytest

from incidents.errors import DomainError
from incidents.intake.post_fields import PostField, named_field
from incidents.intake.post_rows import check_letters
from incidents.intake.post_table import guess, table_of
from incidents.region.table import NO_COLUMN, ColumnQuestion, Table

PIPE, DARK = "На Лесной, 5 прорвало трубу, вода идёт в подвал", "Не горят фонари на улице Мира, темно"
LINK = "https://vk.com/wall-1_77"


def columns(*lines: Sequence[str], chosen: dict[str, int] | None = None) -> dict[str, int] | ColumnQuestion:
    return guess(table_of(lines)[0], chosen or {})


@pytest.mark.parametrize(
    "title", ["Текст", "Сообщение", "Обращение", "Содержание", "СОДЕРЖАНИЕ ОБРАЩЕНИЯ", "Текст сообщения", "text", "Суть вопроса"]
)
@pytest.mark.parametrize("dated", ["Дата", "Дата публикации", "Дата поступления", "published_at"])
def test_titles_of_offices_are_known_in_any_order(title: str, dated: str) -> None:
    assert columns((title, dated), (PIPE, "24.11.2026 9:12")) == {PostField.TEXT: 0, PostField.DATE: 1}
    assert columns((dated, title), ("24 ноября", DARK)) == {PostField.TEXT: 1, PostField.DATE: 0}


def test_a_journal_with_all_its_columns() -> None:
    header = ("№ п/п", "Рег. номер", "Дата", "ФИО", "Населённый пункт", "Адрес", "Содержание", "Ссылка", "Источник", "Ответ")
    rows = [
        (
            "1",
            "К-17",
            "24.11.2026",
            "Ф. И.",
            "Редкино",
            "ул. Мира, 1",
            DARK,
            LINK,
            "Приёмная",
            "Заявка передана в электросеть, ждём бригаду",
        ),
        ("2", "К-18", "25.11.2026", "Ф. И.", "Конаково", "ул. Лесная, 5", PIPE, "", "Приёмная", "Бригада выехала и перекрыла воду"),
    ]
    found = columns(header, *rows)
    assert found == {
        **{PostField.NUMBER: 1, PostField.DATE: 2, PostField.AUTHOR: 3, PostField.SETTLEMENT: 4},
        **{PostField.ADDRESS: 5, PostField.TEXT: 6, PostField.LINK: 7, PostField.SOURCE: 8},
    }


def test_a_title_row_above_the_header_is_passed_over() -> None:
    lines = [("Обращения граждан за ноябрь", ""), ("Подготовил отдел", ""), ("Дата", "Обращение"), ("24.11.2026", PIPE)]
    table, skipped = table_of(lines)
    assert (table.header, skipped) == (("Дата", "Обращение"), 3)
    assert table.rows == (("24.11.2026", PIPE),)


def test_a_table_without_a_header_is_told_by_its_content() -> None:
    table, skipped = table_of([("24.11.2026", PIPE, LINK), ("25.11.2026", DARK, "")])
    assert (table.header, skipped) == ((), 0)
    assert guess(table, {}) == {PostField.DATE: 0, PostField.TEXT: 1, PostField.LINK: 2}


@pytest.mark.parametrize(
    "row",
    [
        ("Редкино", "Вода не поступает с утра"),
        ("Ф. И.", "Вопрос по мусору у школы", "Редкино"),
        ("Прошу сообщить, когда починят адресную табличку",),
        ("24.11.2026", "Вода не поступает", "адрес: Лесная, 5"),
        ("Жалоба", "Вода не поступает", "24 ноября 2026"),
        ("Вода не поступает", "адрес: Лесная, 5", LINK),
        ("31.11.2026", "Обращение", "Яма на дороге"),
    ],
)
def test_a_residents_row_is_no_header(row: tuple[str, ...]) -> None:
    lines: list[tuple[str, ...]] = [("Ф. И.", PIPE), row, ("Ф. И.", DARK)]
    assert table_of(lines) == (Table(header=(), rows=tuple(lines)), 0)
    assert table_of(lines[1:])[1] == 0


@pytest.mark.parametrize(
    "header",
    [
        ("Обращение",),
        ("Текст обращения",),
        ("Содержание вопроса",),
        ("№", "Текст обращения гражданина", "Дата поступления обращения"),
        ("№ п/п", "ФИО", "Комментарий"),
        ("Что случилось", "Где"),
    ],
)
def test_a_header_is_two_titles_or_one_that_is_certain(header: Sequence[str]) -> None:
    assert table_of([header, tuple(PIPE for _ in header)])[1] == 1


def test_a_kind_that_many_rows_have_is_no_title() -> None:
    lines = [("Жалоба", "Яма у школы", "Редкино"), ("Вопрос", DARK, ""), ("Жалоба", PIPE, ""), ("Вопрос", "Где автобус", "")]
    assert table_of(lines)[1] == 0


def test_a_header_that_stands_twice_is_the_header() -> None:
    assert table_of([("Дата", "Обращение"), ("Дата", "Обращение"), ("24.11.2026", PIPE)])[1] == 1


def test_a_title_that_an_official_names_makes_its_row_the_header() -> None:
    lines = [("Выгрузка",), ("Создано", "Пост"), ("24.11.2026", PIPE)]
    assert table_of(lines)[1] == 0
    assert table_of(lines, named=["«пост»"])[1] == 2
    assert table_of(lines, named=["2"])[1] == 0


def test_two_columns_that_may_be_the_text_are_asked_about() -> None:
    found = columns(("Дата", "Сообщение", "Содержание"), ("24.11.2026", PIPE, DARK))
    assert found == ColumnQuestion(field=PostField.TEXT, columns=(1, 2))
    chosen = columns(("Дата", "Сообщение", "Содержание"), ("24.11.2026", PIPE, DARK), chosen={PostField.TEXT: 2})
    assert chosen == {PostField.DATE: 0, PostField.TEXT: 2}


@pytest.mark.parametrize("title", ["Ответ", "Текст ответа", "Резолюция", "Тема обращения", "Статус обращения", "Комментарий исполнителя"])
def test_what_the_office_wrote_itself_is_no_text_of_a_resident(title: str) -> None:
    assert columns(("Дата", title, "Обращение"), ("24.11.2026", DARK, PIPE)) == {PostField.DATE: 0, PostField.TEXT: 2}


def test_numbers_and_dates_under_a_title_of_text_are_no_text() -> None:
    lines = [("Обращение", "Содержание"), ("№ 12-345 от 24.11", PIPE), ("№ 12-346 от 25.11", DARK)]
    assert columns(*lines) == {PostField.TEXT: 1}


def test_numbers_of_lines_are_no_numbers_of_posts() -> None:
    lines = [("Номер", "Текст"), *((str(n), f"{DARK} {n}") for n in range(1, 6))]
    assert columns(*lines) == {PostField.TEXT: 1}


def test_a_source_that_is_a_link_is_the_link() -> None:
    assert columns(("Источник", "Текст"), (LINK, PIPE)) == {PostField.TEXT: 1, PostField.LINK: 0}


def test_what_an_official_says_overrules_the_guess() -> None:
    lines = [("Автор", "Текст"), ("Ф. И.", PIPE)]
    assert columns(*lines, chosen={PostField.AUTHOR: NO_COLUMN}) == {PostField.TEXT: 1}
    assert [named_field(word) for word in ("Текст", "населенный пункт", "date", "погода")] == [
        PostField.TEXT,
        PostField.SETTLEMENT,
        PostField.DATE,
        None,
    ]


def test_a_table_without_texts_has_no_text_column() -> None:
    assert columns(("Дата", "Сумма"), ("24.11.2026", "100"), ("25.11.2026", "200")) == {PostField.DATE: 0}


LONG = f"{PIPE}. {DARK}. Просим принять меры, пятый день нет воды, дети болеют. " * 3


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "utf-8"])
def test_russian_in_a_strange_encoding_is_seen(encoding: str) -> None:
    garbled = LONG.encode(encoding).decode("cp1251", errors="replace")
    with pytest.raises(DomainError, match="Буквы не читаются"):
        check_letters([garbled])
    with pytest.raises(DomainError, match="Буквы не читаются"):
        check_letters(["????? ?????? ?? ????"])


def test_russian_that_is_read_well_is_no_trouble() -> None:
    check_letters([LONG])
    check_letters([LONG.upper()])
    check_letters(["Где свет???", "https://vk.com/wall-1_1", "no water"])


@pytest.mark.parametrize(
    "title", ["Телефон", "Контактный телефон", "Номер телефона", "ФИО, телефон", "Кому перезвонить", "Контакты заявителя"]
)
def test_whom_to_call_back_has_a_column_by_its_title_alone(title: str) -> None:
    found = columns(("Дата", title, "Содержание"), ("24.11.2026", "8 900 000-00-17", PIPE), ("25.11.2026", "", DARK))
    assert found == {PostField.DATE: 0, PostField.CONTACT: 1, PostField.TEXT: 2}


@pytest.mark.parametrize("title", ["Адрес, телефон", "Телефон исполнителя", "Горячая линия", ""])
def test_telephones_under_another_title_are_not_guessed(title: str) -> None:
    found = columns(("Дата", title, "Содержание"), ("24.11.2026", "8 900 000-00-17", PIPE), ("25.11.2026", "8 900 000-00-18", DARK))
    assert not isinstance(found, ColumnQuestion)
    assert PostField.CONTACT not in found
