"""Tell a list of receptions from the region's list, by all columns.

A link to a post stands in both: whoever came to a reception may have written in the network too.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from incidents.intake.post_fields import PostField
from incidents.intake.post_table import guess, table_of
from incidents.region.table import LOOKED_AT, MOSTLY, ColumnQuestion, Table
from incidents.sources.post_links import find_link

_FEW = 0.2
"""Links in so small a share of the rows are words of whoever came."""

_LINK_WORDS = 3
"""A cell of a column of links holds no more words."""

_LONG_NUMBER = re.compile(r"№?\s*\d{6,18}")  # the region's; an office counts its visitors by shorter ones
_DEADLINE = re.compile(r"срок|дедлайн|ответить до|контрольн|до какого")
_PEOPLE = re.compile(r"при[её]м|звон|телефон|посетител")


class ListKind(StrEnum):
    """What a sent list may be."""

    UNLINKED = "unlinked"  # no link in it: the region has none such
    RECEPTIONS = "receptions"
    REGION = "region"
    UNSURE = "unsure"


def which_list(lines: Sequence[Sequence[str]]) -> ListKind:
    """What all columns together speak for."""
    if not any(find_link(cell) for cells in lines for cell in cells):
        return ListKind.UNLINKED
    table, _ = table_of(lines)
    columns = guess(table, {})
    if not isinstance(columns, ColumnQuestion) and not {PostField.TEXT, PostField.DATE} <= columns.keys():
        return ListKind.REGION
    rows = table.rows[:LOOKED_AT]
    titles = [title.lower() for title in table.header]
    theirs = [_is_numbered(table), any(_DEADLINE.search(title) for title in titles)]
    if any(_share(rows, n) >= MOSTLY for n in range(max(map(len, rows), default=0))):
        people = isinstance(columns, ColumnQuestion) or PostField.AUTHOR in columns or any(_PEOPLE.search(each) for each in titles)
        return ListKind.UNSURE if people and not all(theirs) else ListKind.REGION
    share = sum(any(find_link(cell) for cell in cells) for cells in rows) / max(1, len(rows))
    return ListKind.UNSURE if any(theirs) and share > _FEW else ListKind.RECEPTIONS


def _share(rows: Sequence[Sequence[str]], number: int) -> float:
    """In which share of all rows this column holds a link and nothing but it."""
    cells = [cells[number] for cells in rows if number < len(cells)]
    return sum(find_link(cell) is not None and len(cell.split()) <= _LINK_WORDS for cell in cells) / max(1, len(rows))


def _is_numbered(table: Table) -> bool:
    """Whether a column holds numbers as the region gives them."""
    width = max(map(len, table.rows), default=0)
    columns = [[cell for cell, _ in zip(table.column(n), range(LOOKED_AT), strict=False)] for n in range(width)]
    return any(cells and sum(_LONG_NUMBER.fullmatch(cell) is not None for cell in cells) >= len(cells) * MOSTLY for cells in columns)
