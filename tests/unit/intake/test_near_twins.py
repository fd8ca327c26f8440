"""The same words about another place."""

import pytest

from incidents.intake.matching import match
from incidents.intake.near_twins import tells_of_another_place
from incidents.reading import MainPlace
from tests.kit.values.samples import at, candidate, post, reading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Домофон на Еловой 5 не читает ключ второй день", "Домофон на Еловой 11 не читает ключ второй день"),
        ("В третьем корпусе стоит грузовой лифт", "Во втором корпусе стоит грузовой лифт"),
        ("Четвёрка утром не пришла, мёрзли на Рынке", "Двойка утром не пришла, мёрзли на Рынке"),
        ("В садике «Лучик» холодно, дети спят одетые", "В садике «Теремок» холодно, дети спят одетые"),
        ("В колодце у магазина вода пахнет соляркой", "В колодце у бани вода пахнет соляркой"),
    ],
)
def test_the_same_words_with_another_detail_are_of_another_place(one: str, other: str) -> None:
    assert tells_of_another_place(one, other)
    assert tells_of_another_place(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Не горит фонарь на Еловой 5 у школы", "Не работает фонарь на Еловой 5 у школы"),
        ("Не горит фонарь на улице Гагарина у школы", "Не горит фонарь на улице Гагарино у школы"),
        ("Между Союзной 51 и Союзной 53 темно", "Между Союзной 53 и Союзной 51 темно"),
        ("Холодно в квартире на Еловой 5", "у нас на Еловой вода по колено"),
        ("Холодно", "Холодно"),
        ("", "Холодно в доме на Еловой 5"),
    ],
)
def test_other_words_and_slips_say_nothing_of_another_place(one: str, other: str) -> None:
    assert not tells_of_another_place(one, other)
    assert not tells_of_another_place(other, one)


def test_a_long_text_said_anew_is_the_same_text() -> None:
    letter = "Второй месяц просим починить крышу над лестницей, " * 10
    assert not tells_of_another_place(letter + "дом 5", letter + "дом 7")


def test_what_is_told_of_another_place_in_the_same_words_joins_nothing() -> None:
    nowhere = MainPlace()
    known = candidate("Ферма «Рассвет» брызгает химию против ветра, у соседа сорок ульев, пчёлы падают", place=nowhere)
    again = post("Ферма «Закат» брызгает химию против ветра, у соседа сорок ульев, пчёлы падают")
    assert match(again, reading(main=nowhere), [known], now=at(11, 14)) is None
    same = post("Ферма «Рассвет» брызгает химию против ветра, у соседа сорок ульев, пчёлы падают")
    assert match(same, reading(main=nowhere), [known], now=at(11, 14)) is not None
