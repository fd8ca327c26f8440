"""The corpus of residents' texts (`nlp/data/corpus/*.jsonl`): written for us, labelled twice, checked here line by line."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incidents.reading import DangerGrade, Kind, Mood
from nlp.district_files import Taxonomy
from nlp.errors import BadTable

CORPUS = Path(__file__).parent.parent / "data" / "corpus"
LABELS = {
    "reaction": ("thanks", "anger", "sarcasm", "new_question", "clarifies", "neutral"),
    "comment_is": ("same_problem", "same_problem_elsewhere", "other_problem", "chat", "solved", "agreement", "clarifies"),
    "place_from": ("comment", "post", None),
}
Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post or a comment with all its labels."""

    id: str
    text: str
    community: str | None
    is_appeal: bool
    kind: str | None  # None: the two annotators differed
    group: str
    alt_group: str | None
    topic: str | None
    alt_topics: tuple[str, ...]
    danger_grade: str | None
    clause: str | None
    mood: str | None
    sarcasm: bool | None
    writer: str
    is_mix: bool  # one of a writer's whole mix: what a stream looks like; twins and lists of dangers are none
    is_stream: bool  # of a whole stream of a town
    knows_suggestions: bool  # whoever labelled it tells suggestions from requests and questions
    weight: float  # so many times it counts in what teaches appeals and dangers
    is_over: bool | None  # of a stream's message that asks for nothing: whether it tells how a known trouble goes


def read_streams(folder: Path, taxonomy: Taxonomy) -> Iterator[PostRow]:
    """Rows of `streams/*.jsonl` about which both people agree, without their places and troubles. Raises BadTable."""
    return read_posts(folder / "streams", taxonomy, "*.jsonl")


def read_posts(folder: Path, taxonomy: Taxonomy, pattern: str = "posts*.jsonl") -> Iterator[PostRow]:
    """Rows of posts. Raises BadTable with file and line: an unknown label, an id that was before, an empty text."""
    for file, number, row in _rows(folder, pattern, ("text",)):
        if row.get("disputed"):
            continue
        wrong = _wrong(row, taxonomy)
        if wrong:
            raise BadTable(file, number, wrong)
        yield PostRow(
            id=str(row["id"]),
            text=row["text"],
            community=row.get("community"),
            is_appeal=row["is_appeal"],
            kind=row.get("kind"),
            group=row["group"],
            alt_group=row.get("alt_group"),
            topic=row.get("topic"),
            alt_topics=tuple(row.get("alt_topics") or ()),
            danger_grade=row.get("danger_grade"),
            clause=row.get("clause"),
            mood=row.get("mood"),
            sarcasm=row.get("sarcasm"),
            writer=str(row["writer"]),
            is_mix="twin_of" not in row and row.get("mix", True),
            is_stream="at" in row,
            knows_suggestions="at" in row or row.get("suggestions", False),
            weight=row.get("weight", 1.0),
            is_over=bool(row.get("update_of")) if "at" in row and not row["is_appeal"] else None,
        )


def read_reactions(folder: Path) -> Iterator[Json]:
    """Rows of `reactions*.jsonl`: answer, comment, label, resolved, writer. Raises BadTable."""
    for file, number, row in _rows(folder, "reactions*.jsonl", ("answer", "comment")):
        _one_of(file, number, "label", row.get("label"), LABELS["reaction"])
        _one_of(file, number, "resolved", row.get("resolved"), (True, False, None))
        yield row


def read_denials(folder: Path) -> Iterator[Json]:
    """Rows of `denials*.jsonl`: what an author says under «сделано», and whether that denies it. Raises BadTable."""
    for file, number, row in _rows(folder, "denials*.jsonl", ("post", "answer", "comment")):
        _one_of(file, number, "denies", row.get("denies"), (True, False))
        yield row


def read_threads(folder: Path) -> Iterator[Json]:
    """Rows of `threads*.jsonl`: post, comment, comment_is, is_appeal, place_from, writer. Raises BadTable."""
    for file, number, row in _rows(folder, "threads*.jsonl", ("post", "comment")):
        _one_of(file, number, "comment_is", row.get("comment_is"), LABELS["comment_is"])
        _one_of(file, number, "place_from", row.get("place_from"), LABELS["place_from"])
        yield row


def read_matters(folder: Path) -> Iterator[Json]:
    """Rows of `matters*.jsonl`: text and its `parts`, exact quotes. Raises BadTable."""
    for file, number, row in _rows(folder, "matters*.jsonl", ("text",)):
        parts = row.get("parts")
        if not isinstance(parts, list) or not parts or any(not isinstance(part, str) or part not in row["text"] for part in parts):
            raise BadTable(file, number, "«parts» — это точные куски текста, хотя бы один")
        yield row


def read_pairs(folder: Path, more: Sequence[Path] = ()) -> Iterator[Json]:
    """Rows of `pairs*.jsonl` and of `more` files: a, b (each with a text), same, writer. Raises BadTable."""
    for file, number, row in _rows(folder, "pairs*.jsonl", (), more):
        if not isinstance(row.get("writer"), str):
            raise BadTable(file, number, "нет writer: чьи это слова")
        if not isinstance(row.get("same"), bool) or not all(isinstance(row.get(side, {}).get("text"), str) for side in ("a", "b")):
            raise BadTable(file, number, "у пары должны быть «a» и «b» с текстом и «same»: true или false")
        yield row


def read_headlines(folder: Path, pattern: str = "headlines*.jsonl") -> Iterator[Json]:
    """Rows of judged headlines: text, `good` and `bad` cuts of it.

    Raises BadTable.
    """
    for file, number, row in _rows(folder, pattern, ("text",)):
        for name in ("good", "bad"):
            cuts = row.get(name)
            if not isinstance(cuts, list) or any(not isinstance(cut, str) or cut not in row["text"] for cut in cuts):
                raise BadTable(file, number, f"«{name}» — это точные куски текста")
        yield row


def _wrong(row: Json, taxonomy: Taxonomy) -> str | None:
    """What is wrong with the labels of a post."""
    groups, topics = taxonomy.groups, taxonomy.topics
    checks = (
        (isinstance(row.get("is_appeal"), bool), "is_appeal", row.get("is_appeal")),
        (row.get("kind") in {*Kind, None}, "kind", row.get("kind")),
        (row.get("mood") in {*Mood, None}, "mood", row.get("mood")),
        (row.get("group") in groups, "group", row.get("group")),
        (row.get("alt_group") in {*groups, None}, "alt_group", row.get("alt_group")),
        (row.get("topic") in {*topics, None}, "topic", row.get("topic")),
        (all(slug in topics for slug in row.get("alt_topics") or ()), "alt_topics", row.get("alt_topics")),
        (row.get("danger_grade") in {*DangerGrade, None}, "danger_grade", row.get("danger_grade")),
        (isinstance(row.get("writer"), str), "writer", row.get("writer")),
        (isinstance(row.get("weight", 1.0), int | float) and row.get("weight", 1.0) > 0, "weight", row.get("weight")),
    )
    return next((f"неизвестная метка «{name}»: {value}" for is_right, name, value in checks if not is_right), None)


def _one_of(file: Path, number: int, name: str, value: object, known: tuple[object, ...]) -> None:
    if value not in known:
        raise BadTable(file, number, f"неизвестная метка «{name}»: {value}")


def _rows(folder: Path, pattern: str, texts: tuple[str, ...], more: Sequence[Path] = ()) -> Iterator[tuple[Path, int, Json]]:
    """Objects of the files with their lines; ids are unique over all of them."""
    seen: dict[str, str] = {}
    for file in (*sorted(folder.glob(pattern)), *more):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadTable(file, number, "строка не JSON") from error
            if not isinstance(row, dict) or not row.get("id"):
                raise BadTable(file, number, "нет id")
            if row["id"] in seen:
                raise BadTable(file, number, f"id «{row['id']}» уже был: {seen[row['id']]}")
            seen[row["id"]] = f"{file.name}, строка {number}"
            for name in texts:
                if not isinstance(row.get(name), str) or not row[name].strip():
                    raise BadTable(file, number, f"пустой текст «{name}»")
            yield file, number, row
