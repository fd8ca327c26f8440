"""Posts from a table or JSON Lines: its columns and rows.

Nothing is kept here: `bot/cli/posts/import_posts.py` does that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.importing.found import ImportFailed
from bot.importing.naming.slugs import fold
from bot.importing.naming.typewords import SETTLEMENTS, parted
from bot.importing.tables.table_process import read_file
from incidents.errors import DomainError
from incidents.intake.post_fields import FIELD_TITLES, PostField, named_field, plain_title
from incidents.intake.post_rows import ListedPosts, Terms, check_letters, listed
from incidents.intake.post_table import guess, table_of
from incidents.region.table import NO_COLUMN, ColumnQuestion, Table
from nlp.district_files import District

MAX_ROWS = 50_000
MAX_BYTES = 50_000_000
SECONDS = 300
NO = "нет"
"""«--column автор=нет»: the table has no such column."""

Chosen = Sequence[tuple[str, str]]
"""What was typed: a field and the title or the number of its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsFile:
    """A file that was understood."""

    header_row: int | None  # its number in the file; None: there is none
    above: int  # filled rows above it, which are not taken
    header: tuple[str, ...]  # as it may be shown
    columns: Mapping[str, int]
    rows: int
    listed: ListedPosts

    def title(self, column: int) -> str:
        """A column as the office calls it."""
        return title_of(self.header, column)


def title_of(header: Sequence[str], column: int) -> str:
    """«Содержание», or the number of a column that has no title."""
    named = header[column] if column < len(header) else ""
    return f"«{named}»" if named else f"столбец {column + 1}"


async def read_posts(file: Path, chosen: Chosen, terms: Terms, *, hide: Callable[[str], str]) -> PostsFile:
    """Read, find the columns, understand the rows. Raises ImportFailed or DomainError in words that name the file.

    `hide`: masks a title before it is shown, for a resident's row may be taken for the header.
    """
    check_file(file)
    lines = await read_file(file, rows=MAX_ROWS, most=MAX_BYTES, seconds=SECONDS)
    is_json = lines[0][0] == 0
    named = [title for _, title in chosen if plain_title(title) != NO]
    table, skipped = table_of([cells for _, cells in lines], titled=is_json, named=named)
    check_letters(" ".join(cells) for _, cells in lines)
    if not table.rows:
        raise ImportFailed(f"{file}: под заголовком нет ни одной строки")
    shown = tuple(map(hide, table.header))
    columns = _columns(file, table, chosen, shown)
    rows = lines[skipped:]
    header_row = None if is_json or not skipped else lines[skipped - 1][0]
    found = listed(rows, columns, terms)
    above = 0 if header_row is None else skipped - 1
    return PostsFile(header_row=header_row, above=above, header=shown, columns=columns, rows=len(rows), listed=found)


def check_file(file: Path) -> None:
    """Raises ImportFailed for what is no file with something in it."""
    if file.is_dir():
        raise ImportFailed(f"{file}: это папка, а нужен файл: .csv, .xlsx или .jsonl")
    if not file.exists():
        raise ImportFailed(f"{file}: такого файла нет")
    if not file.is_file():
        raise ImportFailed(f"{file}: это не обычный файл, а нужен .csv, .xlsx или .jsonl")
    if file.stat().st_size == 0:
        raise ImportFailed(f"{file}: файл пуст")


def _columns(file: Path, table: Table, chosen: Chosen, shown: Sequence[str]) -> Mapping[str, int]:
    known: dict[str, int] = {_field(word): _column(table.header, word, title, shown) for word, title in chosen}
    found = guess(table, known)
    if isinstance(found, ColumnQuestion):
        either = ", ".join(title_of(shown, column) for column in found.columns)
        first = found.columns[0]
        can_be_typed = first < len(shown) and shown[first] and shown[first] == table.header[first]
        answer = f"«{shown[first]}»" if can_be_typed else str(first + 1)
        raise ImportFailed(f"{file}: текст жителя может стоять в столбцах {either}. Скажите, в каком: --column текст={answer}")
    if PostField.TEXT not in found:
        titles = ", ".join(title_of(shown, column) for column in range(len(shown))) or "без названий"
        raise ImportFailed(f"{file}: не нашли столбец с текстом жителя. Назовите его: --column текст=«Название». Столбцы: {titles[:500]}")
    return found


def _field(word: str) -> PostField:
    field = named_field(word)
    if field is None:
        raise DomainError(f"--column: столбца «{word}» мы не знаем, бывают: {', '.join(FIELD_TITLES.values())}")
    return field


def _column(header: Sequence[str], word: str, title: str, shown: Sequence[str]) -> int:
    plain = plain_title(title)
    if plain == NO:
        return NO_COLUMN
    fits = [n for n, each in enumerate(header) if plain_title(each) == plain]
    if fits:
        return fits[0]
    if plain.isdecimal() and 0 < int(plain) <= 200:  # noqa: PLR2004 - as many columns are read
        return int(plain) - 1
    known = ", ".join(f"«{each}»" for each in shown if each) or "в таблице нет заголовка, назовите столбец номером"
    raise DomainError(f"--column {word}: столбца «{title}» в таблице нет. Есть: {known[:500]}")


def settlement_finder(district: District) -> Callable[[str], str | None]:
    """Ids of settlements by their names, ids and other names; None for what is not known or is said of several."""
    ids: dict[str, set[str]] = {}
    for row in district.places.values():
        if row.kind == "settlement" and not row.is_area:
            for name in (row.id, row.name, *row.aliases):
                ids.setdefault(fold(name), set()).add(row.id)

    def find(name: str) -> str | None:
        for said in (name, parted(name, SETTLEMENTS)[0]):
            found = ids.get(fold(said), set())
            if len(found) == 1:
                return next(iter(found))
        return None

    return find
