"""Reads and replays streams as `otklik read` and `otklik replay` do, and prints their figures."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.unseen.score import Answers, figures, measures, pooled
from benchmarks.unseen.streams import DISTRICTS, STREAMS, Stream, lines_of, opened
from bot.cli.replay import replay_stream
from nlp.district_files import Taxonomy, load_district
from nlp.errors import BadTable
from nlp.reader import Reader
from nlp.wire import reading_to_json


def of_streams(reader: Reader, taxonomy: Taxonomy, folder: Path = STREAMS) -> Iterator[tuple[str, Sequence[Measure]]]:
    """A title and figures for each stream, then for all together. Raises BadTable."""
    each = []
    for file in streams_in(folder):
        with opened(file, taxonomy) as stream:
            each.append(figures(stream.rows, replayed(stream), readings(stream, reader)))
        yield f"a stranger's stream, {stream.name}", measures(each[-1])
    yield f"all {len(each)} streams", pooled(each)


def streams_in(folder: Path) -> list[Path]:
    """Files of streams. Raises BadTable where there is none."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadTable(folder, None, "потоков нет")
    return files


def replayed(stream: Stream) -> Answers:
    """What `otklik replay` says of each post."""
    out = io.StringIO()
    replay_stream(lines_of(stream.rows), out, district=stream.district, taxonomy=DISTRICTS / "taxonomy.csv", progress=False)
    return {answer["id"]: answer for line in out.getvalue().splitlines() if "id" in (answer := json.loads(line))}


def readings(stream: Stream, reader: Reader) -> Answers:
    """What the shipped reader makes of each post, as JSON."""
    own = reader.beside(load_district(stream.district))
    texts = {row["id"]: row["text"] for row in stream.rows}
    return {
        row["id"]: reading_to_json(own.read(row["text"], community=row["community"], parent_text=texts.get(row["reply_to"])))
        for row in stream.rows
    }
