"""A utility's list of works: columns guessed, rows read as they are written, every bad one named."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from incidents.errors import DomainError
from incidents.region.table import ColumnQuestion
from incidents.tables.sheets import Bad
from incidents.works.rows import PlannedRow, place_words, rows_of
from incidents.works.table import WorksField, family_in, guess, listed
from incidents.works.values import places_in
from tests.kit.desk_town import konakovo
from tests.kit.values.samples import MOSCOW, at

BOOK = konakovo().places
NOW = at(9)
HEADER = ("№", "Дата", "Время", "Населенный пункт", "Улица, дома", "Вид работ")
TITLE = ("График плановых отключений электроэнергии",)


def read(*lines: Sequence[str], name: str = "список.xlsx", chosen: dict[str, int] | None = None) -> tuple[list[PlannedRow], list[Bad], int]:
    table = listed(name, list(enumerate(lines, start=1)))
    assert table is not None
    columns = guess(table, chosen or {}, BOOK, now=NOW, timezone=MOSCOW)
    assert not isinstance(columns, ColumnQuestion), columns
    return rows_of(table, columns, BOOK, now=NOW, timezone=MOSCOW)


def asked(*lines: Sequence[str], chosen: dict[str, int] | None = None) -> object:
    table = listed("отключения света.csv", list(enumerate(lines, start=1)))
    assert table is not None
    return guess(table, chosen or {}, BOOK, now=NOW, timezone=MOSCOW)


def short(rows: Sequence[PlannedRow]) -> list[tuple[str, list[str], datetime, datetime]]:
    return [(row.family, [place.title for place in row.places], row.since, row.until) for row in rows]


def test_a_list_of_a_utility_is_read_with_merged_cells_and_what_is_over_is_refused() -> None:
    rows, bad, doubled = read(
        TITLE,
        HEADER,
        ("1", "25.11.2026", "09:00-16:00", "пгт Редкино", "ул. Гагарина, д. 1-15", "Замена опор"),
        ("2", "", "", "", "ул. Диева 3а, 5", ""),
        ("3", "23.11.2026", "9-16", "пгт Редкино", "ул. Диева", "замена опор"),
        ("4", "26.11.2026", "с 22 до 6", "Шоша", "весь посёлок", "ремонт ТП-5"),
        ("5", "26.11.2026", "9-16", "Шоша", "Небывалая", "ремонт ТП-5"),
        ("6", "25.11.2026", "09:00-16:00", "пгт Редкино", "ул. Гагарина, д. 1-15", "Замена опор"),
        ("Исполнитель Сидоров",),
    )
    assert short(rows) == [
        ("light", ["Редкино, улица Гагарина"], at(9, day=25), at(16, day=25)),
        ("light", ["Редкино, улица Диева"], at(9, day=25), at(16, day=25)),
        ("light", ["Шоша"], at(22, day=26), at(6, day=27)),
    ]
    assert [row.text for row in rows] == ["замена опор", "замена опор", "ремонт ТП-5"]
    assert [(each.row, each.column) for each in bad] == [(5, "Время"), (7, "Улица, дома")]
    assert bad[0].text == "уже прошло, не берём"
    assert "Небывалая" in bad[1].text
    assert doubled == 1


def test_excels_moments_and_what_is_switched_off_by_row() -> None:
    rows, bad, _ = read(
        ("Что отключают", "Адрес", "Начало", "Окончание"),
        ("ХВС", "г. Конаково, ул. Гагарина", "2026-11-25 09:00:00", "2026-11-25 16:00:00"),
        ("Отопление", "Редкино: Диева", "25.11.2026 9:00", "26.11.2026"),
        ("что-то", "Редкино", "25.11.2026 9:00", "26.11.2026"),
        ("газ", "", "25.11.2026 9:00", "26.11.2026"),
        ("газ", "Редкино", "25.11.2026 9:00", "25.11.2029"),
        ("газ", "Редкино", "27.11.2026 9:00", "25.11.2026"),
        name="работы.csv",
    )
    assert [row.family for row in rows] == ["water", "heat"]
    assert rows[0].text == "отключение воды"
    assert [(each.row, each.text) for each in bad] == [
        (4, "не сказано, что отключают: вода, тепло, свет, газ, связь"),
        (5, "не сказано, где"),
        (6, "дольше года, проверьте дату"),
        (7, "кончается раньше, чем начинается"),
    ]


def test_headings_inside_the_list_say_where_what_and_when() -> None:
    rows, bad, _ = read(
        ("Плановые работы на 25 ноября",),
        ("Улица", "Часы", "Причина"),
        ("пгт Редкино",),
        ("ул. Гагарина", "9-16", "ремонт ВЛ-10"),
        ("Водоснабжение",),
        ("26 ноября",),
        ("ул. Диева", "10-12", "промывка сетей"),
    )
    assert bad == []
    assert short(rows) == [
        ("light", ["Редкино, улица Гагарина"], at(9, day=25), at(16, day=25)),
        ("water", ["Редкино, улица Диева"], at(10, day=26), at(12, day=26)),
    ]


def test_columns_that_are_alike_are_asked_about() -> None:
    lines = (("Начало", "Начало подачи", "Окончание", "Адрес"), ("25.11.2026 9:00", "25.11.2026 10:00", "25.11.2026 16:00", "Редкино"))
    question = asked(*lines)
    assert isinstance(question, ColumnQuestion)
    assert (question.field, question.columns) == (WorksField.SINCE, (0, 1))
    columns = asked(*lines, chosen={WorksField.SINCE: 1})
    assert isinstance(columns, dict)
    assert columns[WorksField.SINCE] == 1


def test_without_hours_or_places_it_is_told_what_to_add() -> None:
    with pytest.raises(DomainError, match="до какого часа"):
        asked(("Адрес", "Вид работ"), ("Редкино, Гагарина", "ремонт"))
    with pytest.raises(DomainError, match="нет столбца с адресами"):
        asked(("Место", "Окончание"), ("", "25.11.2026 16:00"))


def test_what_is_no_list_of_works_is_none() -> None:
    assert listed("x.csv", [(1, ("Номер", "Ссылка")), (2, ("1", "https://vk.com/wall-1_2"))]) is None
    assert listed("x.csv", [(1, ("Адрес", "Период", "Ссылка")), (2, ("Редкино", "9-16", "https://vk.com/wall-1_2"))]) is None
    assert listed("x.csv", [(1, ("Фамилия", "Телефон"))]) is None
    assert listed("x.csv", [(1, ("Адрес", "Дата")), (2, ("Редкино", "25.11.2026"))]) is None  # a day and a place are no works


def test_names_of_places_are_freed_of_houses() -> None:
    assert place_words("пгт Редкино", "ул. Гагарина, д. 1-15, ул. Диева 3а, 5, 7/2") == "пгт Редкино, ул. Гагарина, ул. Диева"
    assert place_words("г. Конаково", "весь город") == "г. Конаково"
    assert place_words("", "ул. 50 лет Октября, дома 3 и 5") == "ул. 50 лет Октября"


def test_a_list_of_more_text_than_a_list_has_is_refused_before_it_is_read() -> None:
    row = ("1", "25.11.2026", "9-16", "пгт Редкино", "ул. Гагарина " + "1 " * 250, "Замена опор")
    with pytest.raises(DomainError, match="слишком много текста"):
        read(TITLE, HEADER, *[row] * 1_000)


def test_the_thirty_first_place_ends_the_reading_of_a_cell() -> None:
    _, bad, _ = read(TITLE, HEADER, ("1", "25.11.2026", "9-16", "пгт Редкино", "Гагарина, Диева, " * 20 + "Небывалая", "Замена опор"))
    assert [each.text for each in bad] == ["Мест больше 30. Назовите посёлок целиком или разделите работы"]


@pytest.mark.parametrize(
    "houses",
    [
        "5 корп 2",
        "5 к2",
        "5 к 2",
        "5к",
        "5 К",
        "д.5 к.2 стр.1",
        "д. № 12/2а",
        "14 - 16",
        "14-16-18",
        "1/2/3",
        "7 .",
        "3 д 5",
        "1 3 5 7 9 11 13",
        "д 1 - 3 д 5 - 7",
        "2а 4б 6в",
        "1-1",
        "12 а",
        "14 \\ 2",
        "1. 2. 3.",
        "9а/1 10б",
    ],
)
def test_houses_are_left_out_however_they_are_written(houses: str) -> None:
    assert place_words("", f"ул. Гагарина {houses}") == "ул. Гагарина"
    assert place_words("", f"ул. Гагарина, {houses}, {houses}") == "ул. Гагарина"


@pytest.mark.parametrize(
    "street", ["8 Марта", "1-я Набережная", "50 лет Октября", "2-й Садовый пер.", "мкр. Б", "ул. Мира 5 ё", "к дому", "5 ёлок"]
)
def test_numbers_of_a_name_stay(street: str) -> None:
    assert place_words("", street) == street.rstrip(".")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("ремонт теплотрассы, без горячей воды", "heat"),
        ("ГВС", "water"),
        ("ВЛ-10 кВ", "light"),
        ("газопровод", "gas"),
        ("сети интернет", "telecom"),
        ("асфальт", "road"),
        ("отмена рейсов", "bus"),
        ("праздник", None),
        ("В связи с аварией не будет воды", "water"),
        ("в связи со сменой расписания отменены рейсы", "bus"),
        ("Работы в связи с праздником", None),
        ("В связи с обрывом кабеля нет связи", "telecom"),
        ("перебои в связи", "telecom"),
    ],
)
def test_the_first_word_says_what_is_switched_off(text: str, family: str | None) -> None:
    assert family_in(text) == family


@pytest.mark.parametrize("words", ["Редкино Небывалая", "посёлок Редкино у магазина"])
def test_a_settlement_with_other_words_is_not_all_of_it(words: str) -> None:
    with pytest.raises(DomainError):
        places_in(words, BOOK)


def test_a_settlement_by_any_of_its_kinds_is_all_of_it() -> None:
    for words in ("Редкино", "пгт Редкино", "весь посёлок Редкино", "в Новозавидовском", "д. Шоша"):
        assert len(places_in(words, BOOK)) == 1
