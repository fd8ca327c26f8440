"""A page of a list: which items, which numbers, where its buttons lead."""

import pytest

from handlers.kit.pages import Page
from incidents.messenger import Button

EVERY = list("abcdefg")


def turn_to(label: str, number: int) -> Button:
    return Button(label=label, data=str(number))


def leads(row: tuple[Button, ...]) -> list[tuple[str, str | None]]:
    return [(each.label, each.data) for each in row]


@pytest.mark.parametrize(("asked", "number"), [(0, 0), (1, 1), (2, 2), (3, 2), (99, 2), (-1, 0)])
def test_a_number_that_is_no_pages_gives_the_nearest_page(asked: int, number: int) -> None:
    assert Page.of(EVERY, asked, 3).number == number


def test_items_keep_their_numbers_of_the_whole_list() -> None:
    page = Page.of(EVERY, 2, 3)
    assert (page.numbered, page.which) == ([(7, "g")], " · страница 3 из 3")


def test_around_comes_back_to_the_first_page() -> None:
    assert [leads(Page.of(EVERY, n, 3).around(turn_to)) for n in range(3)] == [[("Дальше", "1")], [("Дальше", "2")], [("Дальше", "0")]]


def test_beside_has_ends() -> None:
    rows = [leads(Page.of(EVERY, n, 3).beside(turn_to, "Новее", "Раньше")) for n in range(3)]
    assert rows == [[("Раньше", "1")], [("Новее", "0"), ("Раньше", "2")], [("Новее", "1")]]


@pytest.mark.parametrize("every", [[], EVERY])
def test_one_page_needs_no_buttons_and_no_words(every: list[str]) -> None:
    page = Page.of(every, 0, 7)
    assert (list(page.items), page.count, page.which, page.around(turn_to), page.beside(turn_to)) == (every, 1, "", (), ())
