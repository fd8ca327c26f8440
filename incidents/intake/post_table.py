"""A table of posts: find its header, guess its columns.

As an office has it: an export, a journal of calls and visits, a spreadsheet kept by hand.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date
from enum import StrEnum

from incidents.dates.written import WrongDate, written_moment
from incidents.region.table import LOOKED_AT, MOSTLY, NO_COLUMN, Chosen, ColumnQuestion, Table
from incidents.sources.post_links import find_link

HEADER_WITHIN = 20
LONGEST_TITLE = 80  # characters of a column's title: a longer cell is somebody's words
_LEAST_TEXT = 10  # characters of an average text under a title that says so
_LEAST_UNNAMED = 25  # and under none
_EXACT, _PART = 3, 1
_ANY = date(2026, 1, 1)
_OF_A_LINE = re.compile(r"(?:№|#|N)?\s?\d{1,5}(?:[.,]0+)?[.)]?")  # a file has 50 000 lines at most


class PostField(StrEnum):
    """What a row says."""

    TEXT = "text"
    DATE = "date"
    LINK = "link"
    NUMBER = "number"
    AUTHOR = "author"
    SOURCE = "source"
    SETTLEMENT = "settlement"
    ADDRESS = "address"


FIELD_TITLES = {
    PostField.TEXT: "текст",
    PostField.DATE: "дата",
    PostField.LINK: "ссылка",
    PostField.NUMBER: "номер",
    PostField.AUTHOR: "автор",
    PostField.SOURCE: "источник",
    PostField.SETTLEMENT: "населённый пункт",
    PostField.ADDRESS: "адрес",
}
_EXACTLY = {
    PostField.TEXT: {
        "текст",
        "сообщение",
        "обращение",
        "содержание",
        "суть",
        "вопрос",
        "описание",
        "text",
        "message",
        "проблема",
        "жалоба",
    },
    PostField.DATE: {"дата", "время", "дата и время", "date", "at", "published_at", "published", "created_at", "datetime", "когда"},
    PostField.LINK: {"ссылка", "url", "link", "адрес поста"},
    PostField.NUMBER: {"номер", "рег номер", "регистрационный номер", "id"},
    PostField.AUTHOR: {"автор", "заявитель", "фио", "житель", "author", "author_id", "from_id", "кто обратился", "кто"},
    PostField.SOURCE: {"источник", "сообщество", "группа", "канал", "откуда", "source", "community"},
    PostField.SETTLEMENT: {"населенный пункт", "нп", "нас пункт", "город", "село", "поселение", "settlement"},
    PostField.ADDRESS: {"адрес", "место", "улица", "где", "адрес проблемы", "адрес заявителя", "address"},
}
_PARTLY = {
    PostField.TEXT: re.compile(r"текст|сообщени|обращени|содержани|описани|суть|вопрос"),
    PostField.DATE: re.compile(r"дата|опубликов|поступ|зарегистр|время"),
    PostField.LINK: re.compile(r"ссылк|url|link"),
    PostField.NUMBER: re.compile(r"номер|\bid\b"),
    PostField.AUTHOR: re.compile(r"автор|заявител|фио"),
    PostField.SOURCE: re.compile(r"источник|сообществ|канал"),
    PostField.SETTLEMENT: re.compile(r"насел[её]нн|нас\. ?пункт"),
    PostField.ADDRESS: re.compile(r"адрес"),
}
_OF_A_TEXT = re.compile(r"(?:текст|содержание|описание|суть) (?:сообщения|обращения|вопроса|проблемы|жалобы|поста)")
_NOT = {
    PostField.TEXT: re.compile(
        r"ответ|резолюц|решени|исполн|комментар|примечан|тем[аы]\b|стат|тип|вид\b|номер|дата|ссылк|ссылок|id\b|источник"
    ),
    PostField.DATE: re.compile(r"ответ|срок|исполн|рожд|закры|решен|контрол|обновл"),
    PostField.LINK: re.compile(r"ответ|автор|профил"),
    PostField.NUMBER: re.compile(r"п/п|телеф|дом|стро|квартир|участ"),
    PostField.AUTHOR: re.compile(r"ответ|текст|сообщени"),
    PostField.SOURCE: re.compile(r"ответ"),
    PostField.SETTLEMENT: re.compile(r"ответ"),
    PostField.ADDRESS: re.compile(r"ответ|почт|ссылк|поста|mail"),
}


def named_field(word: str) -> PostField | None:
    """The field that an official names: «текст»."""
    plain = plain_title(word)
    return next((field for field, title in FIELD_TITLES.items() if plain in {plain_title(title), field.value}), None)


def plain_title(title: str) -> str:
    """For comparing titles: case, «ё», quotes and signs do not matter."""
    return " ".join(re.sub(r"[«»\"':.,;()*]", " ", title.lower().replace("ё", "е")).split())


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
    """How much of a header a line is: two titles at least, or one that is certain. A line with a date or a link is somebody's row.

    `seen`: in how many different lines a column says the same. What stands in several («Жалоба») is no title.
    """
    if any(is_date(cell) or find_link(cell) for cell in cells):
        return 0
    fits = [_EXACT if plain in certain else _title_fit(plain) for n, plain in _plain(cells) if seen[n, plain] == 1]
    return sum(fits) if _EXACT in fits or sum(map(bool, fits)) > 1 else 0


def _title_fit(cell: str) -> int:
    """Whether a cell is any title. «Текст обращения» is certain alone, though another column may be so titled more exactly."""
    fit = max(_fit(cell, field) for field in PostField)
    return _EXACT if fit and _OF_A_TEXT.fullmatch(plain_title(cell)) else fit


def _fit(title: str, field: PostField) -> int:
    """Whether a title names the field: exactly, in part, not."""
    plain = plain_title(title)
    if not plain or len(plain) > LONGEST_TITLE:
        return 0
    if plain in _EXACTLY[field]:
        return _EXACT
    is_part = _PARTLY[field].search(plain) is not None and _NOT[field].search(plain) is None
    return _PART if is_part else 0


def guess(table: Table, chosen: Chosen) -> dict[str, int] | ColumnQuestion:
    """Every field's column, or the question which of several is the text. A field that no column fits is left out."""
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


def _names_author(title: str) -> bool:
    """Not «Обращение заявителя»: that is words, and «Адрес заявителя» a place."""
    if _fit(title, PostField.AUTHOR) != _PART:
        return _fit(title, PostField.AUTHOR) == _EXACT
    begins = _PARTLY[PostField.AUTHOR].match(plain_title(title)) is not None
    return begins or not any(_fit(title, field) for field in PostField if field is not PostField.AUTHOR)


def _columns(table: Table, field: PostField, *, taken: set[int]) -> tuple[int, ...]:
    """Columns that fit by title and content: the exactly titled before those that are so in part, before those without a title."""
    width = max((len(row) for row in (table.header, *table.rows)), default=0)
    free = [n for n in range(width) if n not in taken]
    for wanted in (_EXACT, _PART):
        titled = [n for n in free if n < len(table.header) and _fit(table.header[n], field) == wanted and _holds(table, n, field)]
        if titled:
            return tuple(titled)
    untitled = [n for n in free if n >= len(table.header) or _may_be(table.header[n], field)]
    return tuple(n for n in untitled if field in _BY_CONTENT and _BY_CONTENT[field](_cells(table, n)))


def _may_be(title: str, field: PostField) -> bool:
    """No title, or one that names no field and nothing that is certainly none («Ответ»). A link is one under any title («Источник»)."""
    plain = plain_title(title)
    if field is PostField.LINK:
        return _NOT[PostField.LINK].search(plain) is None
    return not any(_fit(title, each) for each in PostField) and _NOT[PostField.TEXT].search(plain) is None


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
