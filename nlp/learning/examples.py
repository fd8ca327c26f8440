"""Rows to train on: the corpus, our own sentences, the taxonomy's words, and files of labelled appeals with their maps of labels."""

import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.district_files import Taxonomy, rows_of
from nlp.errors import BadTable
from nlp.learning.corpus import read_posts, read_streams

OWN = Path(__file__).parent.parent / "data"
OWN_WEIGHT = 0.8  # our short sentences against people's real ones
PHRASE_WEIGHT = 0.5
REAL_APPEAL = 0.3  # of a portal: an appeal by the way it came
NOISE = 1.0  # real comments of nothing: at a half seven of a hundred such were taken in
NOISE_DANGER = 0.5
STREAM = 2.0  # a message of a town's stream against a letter that was written for us
GRADES = frozenset({"now", "risk", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and what is known of it; None: nobody knows. Weights: of the topic, of the appeal, of the danger."""

    text: str
    topic: str | None = None
    also: tuple[str, ...] = ()
    is_appeal: bool | None = None
    kind: str | None = None
    mood: str | None = None
    sarcasm: bool | None = None
    danger: str | None = None  # now, risk or none
    clause: str | None = None  # the words that tell the danger
    writer: str | None = None  # of the corpus; None: of other sources, never measured
    is_mix: bool = False  # of a writer's whole mix: folds are of these
    is_stream: bool = False  # of a whole stream of a town: thresholds are chosen on these
    knows_suggestions: bool = False
    is_over: bool | None = None  # it tells how a known trouble goes
    weight: float = 1.0
    appeal_weight: float = 1.0
    danger_weight: float = 1.0

    @property
    def right(self) -> frozenset[str]:
        """Every topic that counts as right."""
        return frozenset((*self.also, self.topic)) - {None}  # type: ignore[return-value]  # None is taken out


def read_examples(files: Sequence[Path], noise: Sequence[Path], corpus: Path, taxonomy: Taxonomy) -> list[Example]:
    """The corpus, our own sentences and the rows of the files.

    A file is CSV with `text` and `topic` (a slug of the taxonomy, or a label that a map among the files explains), or JSONL of such
    objects; an object without `topic` is an appeal, of whatever it speaks, and may have `danger` (now, risk, none). A map is CSV whose
    columns have `topic_slug` and one ending in `_topic`. `noise`: JSONL of texts that are no appeals. Raises BadTable.
    """
    labels: dict[str, tuple[str, tuple[str, ...]]] = {slug: (slug, ()) for slug in taxonomy.topics}
    tables = []
    for file in files:
        header = _header(file)
        if "topic_slug" in header:
            labels |= _map(file, header, taxonomy)
        else:
            tables.append(file)
    out = [*_corpus(corpus, taxonomy), *_own(taxonomy)]
    for file in tables:
        out.extend(_labelled(file, labels))
    for file in noise:
        out.extend(
            Example(text=text, is_appeal=False, danger="none", appeal_weight=NOISE, danger_weight=NOISE_DANGER) for _, text in _texts(file)
        )
    return out


def refuse_twins(examples: Sequence[Example], measured: Sequence[Path]) -> None:
    """Raise BadTable where a text of the files that measure stands among the examples too: such a measure would be none."""
    known = {_plain(example.text) for example in examples}
    for file in measured:
        for number, text in _texts(file):
            if _plain(text) in known:
                raise BadTable(file, number, "этот текст есть и среди обучающих: мерить на нём нельзя")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _corpus(folder: Path, taxonomy: Taxonomy) -> Iterator[Example]:
    for row in (*read_posts(folder, taxonomy), *read_streams(folder, taxonomy)):
        yield Example(
            text=row.text,
            topic=row.topic,
            also=row.alt_topics,
            is_appeal=row.is_appeal,
            kind=row.kind,
            mood=row.mood,
            sarcasm=row.sarcasm,
            danger=row.danger_grade or "none",
            clause=row.clause,
            writer=row.writer,
            is_mix=row.is_mix,
            is_stream=row.is_stream,
            knows_suggestions=row.knows_suggestions,
            is_over=row.is_over,
            appeal_weight=STREAM if row.is_stream else row.weight,
            danger_weight=STREAM if row.is_stream else row.weight,
        )


def _header(file: Path) -> list[str]:
    if file.suffix == ".jsonl":
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return next(csv.reader(lines), [])
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(file, None, "файл не читается") from error


def _map(file: Path, header: list[str], taxonomy: Taxonomy) -> dict[str, tuple[str, tuple[str, ...]]]:
    label = next((name for name in header if name.endswith("_topic")), None)
    if label is None:
        raise BadTable(file, 1, "в таблице соответствий нет столбца, который кончается на «_topic»")
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for number, cells in rows_of(file, (label, "topic_slug")):
        slug = cells["topic_slug"]
        also = tuple(filter(None, cells.get("alt_topics", "").split(";")))
        for name in (slug, *also):
            if name not in taxonomy.topics:
                raise BadTable(file, number, f"нет темы «{name}»")
        out[cells[label]] = (slug, also)
    return out


def _own(taxonomy: Taxonomy) -> Iterable[Example]:
    for topic in taxonomy.topics.values():
        for phrase in (*topic.examples, topic.title):
            yield Example(text=phrase, topic=topic.slug, weight=PHRASE_WEIGHT)
    thanks = {"other_thanks", "other_other"}
    for number, cells in rows_of(OWN / "own_topics.csv", ("topic", "text")):
        slug = cells["topic"]
        if slug not in taxonomy.topics:
            raise BadTable(OWN / "own_topics.csv", number, f"нет темы «{slug}»")
        yield Example(text=cells["text"], topic=slug, is_appeal=slug not in thanks, weight=OWN_WEIGHT, appeal_weight=REAL_APPEAL)
    for number, cells in rows_of(OWN / "own_dangers.csv", ("grade", "text")):
        if cells["grade"] not in GRADES:
            raise BadTable(OWN / "own_dangers.csv", number, f"нет степени опасности «{cells['grade']}»")
        yield Example(text=cells["text"], danger=cells["grade"], is_appeal=True if cells["grade"] != "none" else None)


def _labelled(file: Path, labels: dict[str, tuple[str, tuple[str, ...]]]) -> Iterable[Example]:
    judged = _judged()
    for number, text, label, danger in _jsonl(file) if file.suffix == ".jsonl" else _csv(file):
        grade = danger or judged.get(f"{zlib.crc32(text.strip().encode('utf-8', 'surrogatepass')):08x}")
        if label is None:
            yield Example(text=text, is_appeal=True, danger=grade, appeal_weight=REAL_APPEAL)
            continue
        if label not in labels:
            raise BadTable(file, number, f"метку «{label}» не объясняет ни таблица тем, ни таблица соответствий")
        slug, also = labels[label]
        yield Example(text=text, topic=slug, also=also, is_appeal=True, danger=grade, appeal_weight=REAL_APPEAL)


def _judged() -> dict[str, str]:
    """Dangers of real appeals that two people judged, by the checksum of the text: the texts themselves are not ours to keep.

    What nobody judged teaches nothing of danger: every seventh real appeal tells of one.
    """
    return {cells["text_crc32"]: cells["grade"] for _, cells in rows_of(OWN / "real_dangers.csv", ("text_crc32", "grade"))}


def _csv(file: Path) -> Iterable[tuple[int, str, str | None, str | None]]:
    for number, cells in rows_of(file, ("text", "topic")):
        yield number, cells["text"], cells["topic"], None


def _jsonl(file: Path) -> Iterable[tuple[int, str, str | None, str | None]]:
    for number, row in _objects(file):
        label, danger = row.get("topic"), row.get("danger")
        if danger is not None and danger not in GRADES:
            raise BadTable(file, number, f"нет степени опасности «{danger}», бывают: now, risk, none")
        yield number, str(row["text"]), None if label is None else str(label), danger


def _texts(file: Path) -> Iterable[tuple[int, str]]:
    for number, row in _objects(file):
        yield number, str(row["text"])


def _objects(file: Path) -> Iterable[tuple[int, dict[str, Any]]]:  # Any: JSON
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(file, None, "файл не читается") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                data = json.loads(line)
                str(data["text"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadTable(file, number, "строка не JSON с «text» и «topic»") from error
            yield number, data
