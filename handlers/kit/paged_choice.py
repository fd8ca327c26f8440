"""A page of a list with a button for each line.

/norms, /templates and /rules choose topics, places and departments by it.
"""

from collections.abc import Callable, Sequence

from handlers.kit.button import Row, pairs
from handlers.kit.text import capital, cut, name, ours
from incidents.messenger import Button

PAGE = 8
"""Choices of one screen: four rows of two."""

_LINE, _LABEL = 80, 13

Entry = tuple[str, str]
"""What a button carries and what its line says."""


def page_of(
    entries: Sequence[Entry], page: int, *, choose: Callable[[str, str], Button], turn: Callable[[str, int], Button]
) -> tuple[list[str], tuple[Row, ...], Row]:
    """Lines, rows of choices, and the button of paging (none for one page); after the last page comes the first.

    What stands after a colon is told in the line, not on the button.
    """
    pages = max(1, -(-len(entries) // PAGE))
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(entries, start=1))[page * PAGE : (page + 1) * PAGE]
    lines = [f"{n}. {ours(title, _LINE)}" for n, (_, title) in shown]
    buttons = [choose(f"{n}. {cut(capital(name(title.partition(': ')[0], _LINE)), _LABEL)}", key) for n, (key, title) in shown]
    return lines, pairs(buttons), (turn("Дальше", (page + 1) % pages),) if pages > 1 else ()
