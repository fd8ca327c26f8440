"""Which list a table is: of receptions and calls, or of the region; by all of its columns."""

import pytest

from incidents.intake.which_list import ListKind, which_list

LINK = "https://vk.com/wall-1_77"
RECEPTIONS = ("№", "Дата приёма", "ФИО", "Суть обращения", "Адрес")
LIGHT = ("1", "24.11.2026 8:30", "Выдуманный П. П.", "Не работает фонарь у подъезда, просит починить", "Конаково, Энергетиков, 29")
WASTE = ("2", "20.11.2026", "Придуманная З. З.", "Просит убрать мусор с детской площадки", "Редкино, Гагарина, 12")
REGION = ("Номер", "Срок", "Текст", "Ссылка", "Дата публикации")
THEIRS = ("5418190", "25.11.2026 12:00", "Третий день нет света на всей улице", LINK, "24.11.2026 9:00")


def linked(row: tuple[str, ...], text: str) -> tuple[str, ...]:
    return (*row[:3], f"{row[3]}. {text}", *row[4:])


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([RECEPTIONS, LIGHT, WASTE], ListKind.UNLINKED),
        ([RECEPTIONS, LIGHT, WASTE, linked(WASTE, f"Писала и здесь: {LINK}")], ListKind.RECEPTIONS),
        ([(*RECEPTIONS, "Ссылка"), (*LIGHT, ""), (*WASTE, ""), (*WASTE, LINK)], ListKind.RECEPTIONS),
        ([("Журнал личного приёма", "", "", "", ""), RECEPTIONS, linked(LIGHT, LINK), WASTE, WASTE], ListKind.RECEPTIONS),
        ([REGION, THEIRS, THEIRS], ListKind.REGION),
        ([REGION[:4], THEIRS[:4]], ListKind.REGION),
        ([(*REGION, "Автор"), (*THEIRS, "Выдуманный П. П.")], ListKind.REGION),  # number, deadline and a link in each row
        ([("Ссылка",), (LINK,)], ListKind.REGION),
        ([("Код", "ID", "Ссылка"), ("5418190", "77123", LINK)], ListKind.REGION),  # no words, no date
        ([(*RECEPTIONS, "Ссылка"), (*LIGHT, LINK), (*WASTE, LINK)], ListKind.UNSURE),  # people came, and a link in every row
        ([("Срок ответа", *RECEPTIONS[1:]), ("25.11.2026", *linked(LIGHT, LINK)[1:]), ("25.11.2026", *WASTE[1:])], ListKind.UNSURE),
    ],
)
def test_a_list_is_told_by_its_columns_as_a_whole(lines: list[tuple[str, ...]], kind: ListKind) -> None:
    assert which_list(lines) is kind
