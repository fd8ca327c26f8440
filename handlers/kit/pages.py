"""A page of a list, and the buttons to its other pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from handlers.kit.button import Row, choice, pairs
from handlers.kit.buttons import Menu
from handlers.kit.choices import PageTurn
from handlers.kit.text import capital, cut, name, ours
from incidents.ids import IncidentId
from incidents.messenger import Button

PAGE = 8
"""Choices of one screen: four rows of two."""

_LINE, _LABEL = 80, 13

Entry = tuple[str, str]
"""What a button carries and what its line says."""

Item = TypeVar("Item")
Made = TypeVar("Made")
TurnTo = Callable[[str, int], Button]
"""The button with this label that leads to the page with this number."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list: its items, its number from 0, how many pages there are, the number of its first item from 1."""

    items: Sequence[Item]
    number: int
    count: int
    first: int

    @classmethod
    def of(cls, every: Sequence[Item], number: int, size: int) -> Self:
        """The page of `size` items; a number that is no page's gives the nearest one."""
        count = max(1, -(-len(every) // size))
        number = max(0, min(number, count - 1))
        return cls(items=every[number * size : (number + 1) * size], number=number, count=count, first=number * size + 1)

    def with_items(self, made: "Sequence[Made]") -> "Page[Made]":
        """The same page with what was made of its items."""
        return Page(made, self.number, self.count, self.first)

    @property
    def numbered(self) -> list[tuple[int, Item]]:
        """The items with their numbers in the whole list."""
        return list(enumerate(self.items, start=self.first))

    @property
    def which(self) -> str:
        """« · страница 2 из 5»; nothing where there is one."""
        return f" · страница {self.number + 1} из {self.count}" if self.count > 1 else ""

    def around(self, turn_to: TurnTo) -> Row:
        """«Дальше», where there is another page; after the last one comes the first."""
        return (turn_to("Дальше", (self.number + 1) % self.count),) if self.count > 1 else ()

    def beside(self, turn_to: TurnTo, back: str = "Назад", onward: str = "Дальше") -> Row:
        """To the page before and to the one after, as far as there are such."""
        before = (turn_to(back, self.number - 1),) if self.number > 0 else ()
        return (*before, turn_to(onward, self.number + 1)) if self.number + 1 < self.count else before


def turns(menu: Menu, incident_id: IncidentId) -> TurnTo:
    """Buttons to the other pages of a menu."""
    return lambda label, number: choice(menu, label, incident_id, PageTurn(number))


def page_of(
    entries: Sequence[Entry], page: int, *, choose: Callable[[str, str], Button], turn: TurnTo
) -> tuple[list[str], tuple[Row, ...], Row]:
    """Lines, rows of choices, and the button of paging. What stands after a colon is told in the line, not on the button."""
    shown = Page.of(entries, page, PAGE)
    lines = [f"{n}. {ours(title, _LINE)}" for n, (_, title) in shown.numbered]
    buttons = [choose(f"{n}. {cut(capital(name(title.partition(': ')[0], _LINE)), _LABEL)}", key) for n, (key, title) in shown.numbered]
    return lines, pairs(buttons), shown.around(turn)
