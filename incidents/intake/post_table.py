"""A table of posts: find its header, guess its columns.

As an office has it: an export, a journal of calls and visits, a spreadsheet kept by hand.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date

from incidents.dates.written import WrongDate, written_moment
from incidents.intake.post_fields import EXACT, NOT, OF_A_TEXT, PART, PARTLY, PostField, fit, plain_title
from incidents.region.table import LOOKED_AT, MOSTLY, NO_COLUMN, Chosen, ColumnQuestion, Table
from incidents.sources.post_links import find_link

HEADER_WITHIN = 20
_LEAST_TEXT = 10  # characters of an average text under a title that says so
_LEAST_UNNAMED = 25  # and under none
_ANY = date(2026, 1, 1)
_OF_A_LINE = re.compile(r"(?:№|#|N)?\s?\d{1,5}(?:[.,]0+)?[.)]?")  # a file has 50 000 lines at most


def table_of(lines: Sequence[Sequence[str]], *, titled: bool = False, named: Iterable[str] = ()) -> tuple[Table, int]:
    """Rows under their header, and how many lines stand before the first row.

    `titled`: the first line is the header for certain. `named`: titles that an official says are there.
    """
    certain = {plain_title(title) for title in named if not plain_title(title).isdecimal()}
    first = lines[:HEADER_WITHIN]
    seen = Counter(column for cells in {tuple(cells) for cells in first} for column in _plain(cells))
    heights = [_height(cells, certain, seen) for cells in first]
    best = 0 if titled else max(range(len(heights)), key=lambda n: heights[n], default=0)
    if not titled and (not heights or heights[best] == 0):
        return Table(header=(), rows=tuple(tuple(cells) for cells in lines)), 0
    return Table(header=tuple(lines[best]), rows=tuple(tuple(cells) for cells in lines[best + 1 :])), best + 1


def _plain(cells: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(map(plain_title, cells)))


def _height(cells: Sequence[str], certain: Collection[str], seen: Mapping[tuple[int, str], int]) -> int:
    """How much of a header a line is: two titles at least, or one that is certain.

    A line with a date or a link is somebody's row.
    `seen`: in how many different lines a column says the same. What stands in several («Жалоба») is no title.
    """
    if any(is_date(cell) or find_link(cell) for cell in cells):
        return 0
    fits = [EXACT if plain in certain else _title_fit(plain) for n, plain in _plain(cells) if seen[n, plain] == 1]
    return sum(fits) if EXACT in fits or sum(map(bool, fits)) > 1 else 0


def _title_fit(cell: str) -> int:
    """Whether a cell is any title.

    «Текст обращения» is certain alone, though another column may be so titled more exactly.
    """
    best = max(fit(cell, field) for field in PostField)
    return EXACT if best and OF_A_TEXT.fullmatch(plain_title(cell)) else best


def guess(table: Table, chosen: Chosen) -> dict[str, int] | ColumnQuestion:
    """Every field's column, or the question which of several is the text.

    A field that no column fits is left out.
    """
    known = dict(chosen)
    for field in PostField:
        if field not in known:
            found = _columns(table, field, taken=set(known.values()) - {NO_COLUMN})
            if len(found) > 1 and field is PostField.TEXT:
                return ColumnQuestion(field=field, columns=found[:6])
            if found:
                known[field] = found[0]
    return {field: column for field, column in known.items() if column != NO_COLUMN}


def authors(table: Table) -> set[int]:
    """Columns whose titles say that somebody's name stands there, whatever the others are."""
    return {n for n, title in enumerate(table.header) if _names_author(title)}


def contact_column(table: Table) -> int | None:
    """The column whose title says that it stands there whom to call back, whatever the others are."""
    return next(iter(_columns(table, PostField.CONTACT, taken=())), None)


def _names_author(title: str) -> bool:
    """Not «Обращение заявителя»: that is words, and «Адрес заявителя» a place."""
    if fit(title, PostField.AUTHOR) != PART:
        return fit(title, PostField.AUTHOR) == EXACT
    begins = PARTLY[PostField.AUTHOR].match(plain_title(title)) is not None
    return begins or not any(fit(title, field) for field in PostField if field is not PostField.AUTHOR)


def _columns(table: Table, field: PostField, *, taken: Collection[int]) -> tuple[int, ...]:
    """Columns that fit by title and content: the exactly titled before those that are so in part, before those without a title."""
    width = max((len(row) for row in (table.header, *table.rows)), default=0)
    free = [n for n in range(width) if n not in taken]
    for wanted in (EXACT, PART):
        titled = [n for n in free if n < len(table.header) and fit(table.header[n], field) == wanted and _holds(table, n, field)]
        if titled:
            return tuple(titled)
    untitled = [n for n in free if n >= len(table.header) or _may_be(table.header[n], field)]
    return tuple(n for n in untitled if field in _BY_CONTENT and _BY_CONTENT[field](_cells(table, n)))


def _may_be(title: str, field: PostField) -> bool:
    """No title, or one that names no field and nothing that is certainly none («Ответ»). A link is one under any title («Источник»)."""
    plain = plain_title(title)
    if field is PostField.LINK:
        return NOT[PostField.LINK].search(plain) is None
    return not any(fit(title, each) for each in PostField) and NOT[PostField.TEXT].search(plain) is None


def _cells(table: Table, number: int) -> list[str]:
    return [cell for cell, _ in zip(table.column(number), range(LOOKED_AT), strict=False)]


def _holds(table: Table, number: int, field: PostField) -> bool:
    """Whether what stands under a title can be that."""
    cells = list(table.column(number)) if field is PostField.NUMBER else _cells(table, number)
    return bool(cells) and _UNDER_TITLE[field](cells)


def _mostly(test: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    return lambda cells: bool(cells) and sum(map(test, cells)) >= len(cells) * MOSTLY


def is_date(cell: str) -> bool:
    """Whether a cell is a date, also one that no calendar has."""
    try:
        return written_moment(cell, today=_ANY, timezone=UTC) is not None
    except WrongDate:
        return True


def _are_texts(cells: Sequence[str], least: int) -> bool:
    words = [cell for cell in cells if _is_words(cell)]
    return bool(words) and len(words) >= len(cells) * MOSTLY and sum(map(len, words)) / len(words) >= least


def _is_words(cell: str) -> bool:
    """No «№ 12-345 от 24.11», no address in the network."""
    return sum(map(str.isalpha, cell)) * 2 > len(cell) and not re.match(r"(?:https?://|[\w.]+\.\w+/)\S*$", cell) and not is_date(cell)


def is_own_number(cell: str) -> bool:
    """Not «12», «№ 12.»: that may be a line's, and another export counts anew. A cell alone tells, whatever stands around it."""
    return any(map(str.isdigit, cell)) and _OF_A_LINE.fullmatch(cell.strip()) is None


_UNDER_TITLE: Mapping[PostField, Callable[[Sequence[str]], bool]] = {
    PostField.TEXT: lambda cells: _are_texts(cells, _LEAST_TEXT),
    PostField.DATE: lambda cells: any(map(is_date, cells)),
    PostField.LINK: lambda cells: any(find_link(cell) for cell in cells),
    PostField.NUMBER: lambda cells: any(map(is_own_number, cells)),
    PostField.CONTACT: any,
    PostField.AUTHOR: any,
    PostField.SOURCE: lambda cells: not _mostly(lambda cell: find_link(cell) is not None)(cells),
    PostField.SETTLEMENT: any,
    PostField.ADDRESS: lambda cells: not _mostly(lambda cell: find_link(cell) is not None)(cells),
}
_BY_CONTENT: Mapping[PostField, Callable[[Sequence[str]], bool]] = {
    PostField.TEXT: lambda cells: _are_texts(cells, _LEAST_UNNAMED),
    PostField.DATE: _mostly(is_date),
    PostField.LINK: _mostly(lambda cell: find_link(cell) is not None),
}
