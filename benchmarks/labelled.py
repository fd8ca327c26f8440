"""Labelled rows, what the reader says of them, and how measures of them are printed."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from measures import Measure, Pair, Row

from nlp.learning.corpus import CORPUS
from nlp.reader import Reader
from nlp.wire import reading_to_json


def rows(file: Path) -> list[dict[str, Any]]:  # Any: JSON
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus(name: str) -> list[dict[str, Any]]:  # Any: JSON
    return [row for file in sorted(CORPUS.glob(f"{name}*.jsonl")) for row in rows(file)]


def read(reader: Reader, labelled: Iterable[Row], **more: str) -> list[Pair]:
    return [(row, reading_to_json(reader.read(row["text"], community=row.get("community")))) for row in labelled]


def section(title: str, measures: Iterable[Measure]) -> None:
    print(f"\n## {title}", flush=True)
    for measure in measures:
        print(measure, flush=True)


def plain(words: str) -> str:
    return words.translate(dict.fromkeys(map(ord, '«»"'))).lower()
