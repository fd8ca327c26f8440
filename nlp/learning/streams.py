"""Town streams (`nlp/data/corpus/streams/`): labelled rows and their districts.

Training learns from them which card a new text is about; `benchmarks/unseen/` measures on them.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from incidents.reading import Kind
from nlp.district_files import Taxonomy, load_district, rows_of
from nlp.errors import BadTable
from nlp.learning.corpus import CORPUS

STREAMS = CORPUS / "streams"
DISTRICTS = Path(__file__).resolve().parents[2] / "districts"
HOME = DISTRICTS / "konakovo"
LENT = DISTRICTS / "primer"
"""Whose departments, rules and norms an invented district has."""

PLACES = ("settlement_id", "street_id", "landmark_id")
NEEDED = (
    *("id", "at", "community", "author", "reply_to", "text", "is_appeal", "kind", "group", "topic", "alt_topics", "danger", "danger_grade"),
    *(*PLACES, "outside", "department", "alt_departments", "update_of", "problem"),
)
LISTS = ("alt_topics", "alt_departments")
Row = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream and its district's folder."""

    name: str
    rows: list[Row]
    district: Path


@contextmanager
def opened(file: Path, taxonomy: Taxonomy) -> Iterator[Stream]:
    """A stream whose labels are checked; an invented district has a folder as long as the stream is open. Raises BadTable."""
    places = file.with_suffix(".places.csv")
    if not places.exists():
        yield Stream(name=file.stem, rows=read_stream(file, HOME, taxonomy), district=HOME)
        return
    with tempfile.TemporaryDirectory() as folder:
        district = Path(folder) / file.stem
        _invent(district, places)
        yield Stream(name=file.stem, rows=read_stream(file, district, taxonomy), district=district)


def _invent(folder: Path, places: Path) -> None:
    folder.mkdir()
    for name in ("departments.csv", "rules.toml", "norms.toml"):
        shutil.copyfile(LENT / name, folder / name)
    shutil.copyfile(places, folder / "places.csv")
    centre = load_district(folder).centre_id
    about = f'title = "Придуманный округ {folder.name}"\ntimezone = "Europe/Moscow"\ncentre = "{centre}"\n'
    (folder / "district.toml").write_text(about, encoding="utf-8")


def read_stream(file: Path, district: Path, taxonomy: Taxonomy) -> list[Row]:
    """Rows of a stream in the order of time. Raises BadTable with file and line."""
    places = set(load_district(district).places)
    departments = {cells["id"] for _, cells in rows_of(district / "departments.csv", ("id",))}
    lines: dict[str, int] = {}
    problems: set[str] = set()
    rows: list[Row] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        row = _row(file, number, line)
        checks = (
            (row["id"] not in lines, f"id «{row['id']}» уже был в строке {lines.get(row['id'])}"),
            (not rows or moment(row) >= moment(rows[-1]), f"часы идут назад: {row['at']} после {rows[-1]['at'] if rows else ''}"),
            (row["reply_to"] in {*lines, None}, f"поста «{row['reply_to']}» выше нет"),
            *((slug in taxonomy.topics, f"нет темы «{slug}»") for slug in (row["topic"], *row["alt_topics"]) if slug),
            (row["kind"] in set(Kind), f"нет вида «{row['kind']}»"),
            (row["group"] in taxonomy.groups, f"нет группы «{row['group']}»"),
            (row["danger_grade"] in {"now", "risk", None}, f"нет степени опасности «{row['danger_grade']}»"),
            *((id in departments, f"нет отдела «{id}»") for id in (row["department"], *row["alt_departments"]) if id),
            *((row[name] in places, f"нет места «{row[name]}»") for name in PLACES if row[name]),
            (not row["is_appeal"] or row["problem"], "у обращения нет беды (problem)"),
            (not row.get("mended") or row["update_of"] in problems, f"mended: беды «{row['update_of']}» выше не было"),
        )
        wrong = next((what for is_right, what in checks if not is_right), None)
        if wrong:
            raise BadTable(file, number, wrong)
        lines[row["id"]] = number
        problems |= {row["problem"]} - {None}
        rows.append(row)
    return rows


def _row(file: Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
        missing = next((name for name in NEEDED if name not in row), None)
        if missing:
            raise BadTable(file, number, f"нет поля «{missing}»")
        bare = next((name for name in LISTS if not isinstance(row[name], list)), None)
        if bare:
            raise BadTable(file, number, f"поле «{bare}»: нужен список, пустой: []")
        if moment(row).tzinfo is not None:
            raise BadTable(file, number, f"время «{row['at']}» с поясом: нужны часы округа")
    except (ValueError, TypeError) as error:
        raise BadTable(file, number, "строка не JSON с полями потока и временем «at»") from error
    return dict(row)


def moment(row: Row) -> datetime:
    """When it was written."""
    return datetime.fromisoformat(row["at"])


def streams_in(folder: Path) -> list[Path]:
    """Files of streams, each with ids of its own.

    Raises BadTable where there is none, or where an id stands in two: a left-out stream would have taught itself.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadTable(folder, None, "потоков нет")
    holders: dict[str, Path] = {}
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            id_ = _row(file, number, line)["id"]
            if holders.setdefault(id_, file) != file:
                raise BadTable(file, number, f"id «{id_}» уже есть в потоке {holders[id_].name}")
    return files
