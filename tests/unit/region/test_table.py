"""Which column of the region's list is what."""

import pytest

from incidents.errors import DomainError
from incidents.region.table import MAX_ROWS, NO_COLUMN, ColumnQuestion, Field, guess, rows_of, table_of
from tests.kit.values.samples import MOSCOW, at

NOW = at(9, 20)
HEADER = ["№ п/п", "Номер обращения", "Дата публикации", "Срок ответа", "Текст сообщения", "Ссылка"]


def line(n: int, *, url: str | None = None) -> list[str]:
    text = "Третий день не вывозят мусор у дома, контейнеры полные"
    link = url if url is not None else f"https://vk.com/wall-1_{n}"
    return [str(n), f"54181{n:02}", "2026-11-24 09:00:00", "25.11.2026 12:00", text, link]


def lines(count: int = 3) -> list[list[str]]:
    return [["Выгрузка инцидентов", "", "", "", "", ""], HEADER, *(line(n) for n in range(1, count + 1))]


def test_a_list_with_headers_needs_no_question() -> None:
    table = table_of(lines())
    columns = guess(table, {})
    assert columns == {Field.LINK: 5, Field.NUMBER: 1, Field.DUE: 3, Field.PUBLISHED: 2, Field.TEXT: 4}
    rows, without = rows_of(table, columns, now=NOW, timezone=MOSCOW)
    assert without == 0
    assert (rows[0].key, rows[0].number, rows[0].due, rows[0].published_at) == ("vk:wall-1_1", "5418101", at(12, 0, day=25), at(9))
    assert rows[0].text.startswith("Третий день")


def test_a_list_without_headers_is_known_by_its_values() -> None:
    table = table_of([line(n) for n in range(1, 5)])
    assert table.header == ()
    columns = guess(table, {})
    assert isinstance(columns, ColumnQuestion)
    assert (columns.field, columns.columns) == (Field.PUBLISHED, (2, 3))  # two dates and no word of either
    columns = guess(table, {Field.PUBLISHED: 2})
    assert columns == {Field.PUBLISHED: 2, Field.LINK: 5, Field.NUMBER: 1, Field.TEXT: 4}


def test_two_columns_of_numbers_are_asked_of_and_the_answer_settles_it() -> None:
    table = table_of([["тел", "участок", "адрес"], *([f"4824{n:05}", f"77{n:04}", f"vk.com/wall-1_{n}"] for n in (3, 1, 9))])
    question = guess(table, {})
    assert isinstance(question, ColumnQuestion)
    assert (question.field, question.columns) == (Field.NUMBER, (0, 1))
    columns = guess(table, {Field.LINK: 2, Field.NUMBER: NO_COLUMN})
    assert columns == {Field.LINK: 2, Field.NUMBER: NO_COLUMN}
    rows, _ = rows_of(table, columns, now=NOW, timezone=MOSCOW)
    assert [row.number for row in rows] == [None, None, None]


def test_a_line_without_a_link_is_counted_and_a_post_that_stands_twice_is_one() -> None:
    table = table_of([*lines(), line(9, url=""), line(1)])
    columns = guess(table, {})
    assert isinstance(columns, dict)
    rows, without = rows_of(table, columns, now=NOW, timezone=MOSCOW)
    assert (len(rows), without) == (3, 1)


def test_a_table_without_links_or_too_long_is_refused_in_plain_words() -> None:
    with pytest.raises(DomainError, match="нет ссылок на посты"):
        table_of([["Фамилия", "Телефон"], ["нет", "нет"]])
    with pytest.raises(DomainError, match="больше 10000 строк"):
        table_of([line(n) for n in range(MAX_ROWS + 1)])
