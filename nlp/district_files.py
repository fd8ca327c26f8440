# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Files that the reader works from: places.csv and the taxonomy of topics."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.errors import BadTable

PLACE_COLUMNS = ("id", "kind", "name", "type_word", "parent_id", "aliases", "lat", "lon", "source", "confidence")
TOPIC_COLUMNS = ("group_slug", "group_title", "topic_slug", "topic_title", "examples", "danger", "season")
NOTE = re.compile(r"\s*\([^()]*\)$")
PLACE_KINDS = frozenset({"settlement", "street", "microdistrict", "landmark", "institution", "route", "water"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row of places.csv. An area (`mo-…`, a former поселение) is a settlement row that is no village.

    A note in brackets after the name («Корчева (затопленный город)») is for whoever keeps the table and is not part of `name`.
    """

    id: str
    kind: str
    name: str
    type_word: str
    parent_id: str | None
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None
    is_sure: bool = True  # False: nobody verified that it exists; a weak hint

    @property
    def is_area(self) -> bool:
        """Whether the row is a former поселение or the district itself."""
        return self.id.startswith("mo-")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The places of one district by id; `centre_id` is the settlement with the most streets."""

    name: str
    places: dict[str, PlaceRow]
    centre_id: str | None = None

    def settlement_of(self, place_id: str | None) -> str | None:
        """Climb the parents to the village or town; None when the place belongs to an area or to the whole district."""
        seen = 0
        while place_id and seen < 8:
            row = self.places[place_id]
            if row.kind == "settlement":
                return None if row.is_area else row.id
            place_id, seen = row.parent_id, seen + 1
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of the taxonomy with residents' words for it. `is_mortal`: the trouble itself may kill, whatever the words.

    `is_vague`: its name says nothing of the trouble («Почта», «Дороги»), so that a card is called by the resident's own words.
    """

    slug: str
    group: str
    title: str
    short: str
    group_title: str
    examples: tuple[str, ...]
    danger: bool
    is_mortal: bool = False
    is_vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """Topics by slug, in the order of the file."""

    topics: dict[str, Topic]
    groups: tuple[str, ...] = field(default=())


def rows_of(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their line numbers (the header is 1). Raises BadTable when the file is not such a table."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, None)
            if header is None:
                raise BadTable(file, None, "файл пуст")
            missing = [name for name in columns if name not in header]
            if missing:
                raise BadTable(file, 1, f"нет столбца «{missing[0]}»")
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise BadTable(file, reader.line_num, f"ячеек {len(cells)}, а столбцов {len(header)}")
                yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))
    except OSError as error:
        raise BadTable(file, None, f"файл не читается: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadTable(file, None, "файл не в кодировке UTF-8") from error
    except csv.Error as error:
        raise BadTable(file, reader.line_num, f"строка не разбирается как CSV: {error}") from error


def _number(file: Path, row: int, name: str, value: str, limit: float) -> float | None:
    if not value:
        return None
    try:
        number = float(value)
    except ValueError as error:
        raise BadTable(file, row, f"«{name}» не число: «{value}»") from error
    if not -limit <= number <= limit:
        raise BadTable(file, row, f"«{name}» вне пределов: {value}")
    return number


def _place(file: Path, number: int, cells: dict[str, str]) -> PlaceRow:
    for name in ("id", "name"):
        if not cells[name]:
            raise BadTable(file, number, f"пустой столбец «{name}»")
    if cells["kind"] not in PLACE_KINDS:
        raise BadTable(file, number, f"неизвестный вид места «{cells['kind']}», бывают: {', '.join(sorted(PLACE_KINDS))}")
    return PlaceRow(
        id=cells["id"],
        kind=cells["kind"],
        name=NOTE.sub("", cells["name"]) or cells["name"],
        type_word=cells["type_word"],
        parent_id=cells["parent_id"] or None,
        aliases=tuple(filter(None, map(str.strip, cells["aliases"].split(";")))),
        lat=_number(file, number, "lat", cells["lat"], 90),
        lon=_number(file, number, "lon", cells["lon"], 180),
        is_sure=cells["confidence"] != "low",
    )


def load_district(folder: Path) -> District:
    """Read `places.csv` of a district's folder. Raises BadTable with the first broken row."""
    file = folder / "places.csv"
    places: dict[str, PlaceRow] = {}
    numbers: dict[str, int] = {}
    for number, cells in rows_of(file, PLACE_COLUMNS):
        row = _place(file, number, cells)
        if row.id in places:
            raise BadTable(file, number, f"id «{row.id}» уже есть в строке {numbers[row.id]}")
        places[row.id], numbers[row.id] = row, number
    streets: dict[str, int] = {}
    for row in places.values():
        if row.parent_id and row.parent_id not in places:
            raise BadTable(file, numbers[row.id], f"нет места с id «{row.parent_id}», а на него указывает parent_id")
        if row.kind == "street" and row.parent_id:
            streets[row.parent_id] = streets.get(row.parent_id, 0) + 1
    return District(name=folder.name, places=places, centre_id=max(streets, key=streets.__getitem__, default=None))


def load_taxonomy(file: Path) -> Taxonomy:
    """Read `taxonomy.csv`. Raises BadTable with the first broken row."""
    topics: dict[str, Topic] = {}
    for number, cells in rows_of(file, TOPIC_COLUMNS):
        for name in ("group_slug", "topic_slug", "topic_title"):
            if not cells[name]:
                raise BadTable(file, number, f"пустой столбец «{name}»")
        if cells["topic_slug"] in topics:
            raise BadTable(file, number, f"тема «{cells['topic_slug']}» уже была")
        if cells["danger"] not in {"0", "1", "2"}:
            raise BadTable(file, number, f"«danger» бывает 0, 1 или 2, а не «{cells['danger']}»")
        topics[cells["topic_slug"]] = Topic(
            slug=cells["topic_slug"],
            group=cells["group_slug"],
            title=cells["topic_title"],
            short=cells.get("short", "") or cells["topic_title"],
            group_title=cells["group_title"],
            examples=tuple(filter(None, map(str.strip, cells["examples"].split(";")))),
            danger=cells["danger"] != "0",
            is_mortal=cells["danger"] == "2",
            is_vague=cells.get("vague") == "1",
        )
    if not topics:
        raise BadTable(file, None, "нет ни одной темы")
    return Taxonomy(topics=topics, groups=tuple(dict.fromkeys(topic.group for topic in topics.values())))
