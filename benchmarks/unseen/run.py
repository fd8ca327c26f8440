"""Reads and replays streams as `otklik read` and `otklik replay` do, and prints their figures."""

import io
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.unseen.score import Answers, Row, figures, measures, pooled
from benchmarks.unseen.streams import DISTRICTS, STREAMS, Stream, lines_of, opened
from bot.cli.replay import replay_stream
from incidents.reading import Reading
from nlp.district_files import Taxonomy, load_district
from nlp.errors import BadTable
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer
from nlp.places.scene import Scene
from nlp.reader import Reader
from nlp.text.morph import Morph
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
    """What the shipped reader makes of each post, as JSON, with the places that its rules choose among."""
    district = load_district(stream.district)
    own, finder = reader.beside(district), PlaceFinder(district, Morph(), None)
    texts = {row["id"]: row["text"] for row in stream.rows}
    read: dict[str, Reading] = {}
    for row in stream.rows:
        read[row["id"]] = own.read(row["text"], community=row["community"], parent_text=texts.get(row["reply_to"]))
    return {
        row["id"]: reading_to_json(read[row["id"]])
        | {"candidates": sorted(filter(None, _candidates(finder, row, read[row["id"]], read.get(row["reply_to"]))))}
        for row in stream.rows
    }


def _candidates(finder: PlaceFinder, row: Row, reading: Reading, above: Reading | None) -> set[str | None]:
    """Landmarks that a text may mean in the settlements that it, the post above or the group names; the centre where none does."""
    assert finder.gazetteer is not None and finder.district is not None
    home = finder.home(row["community"], None)
    home = home.under(above.main) if above else home
    scene = finder.scene(row["text"], home, fast=True)
    ids = {id_ for found in scene.found for id_ in found.ids}
    towns = {*home.settlement_ids, reading.main.settlement_id, *(id_ for id_ in ids if finder.district.places[id_].kind == "settlement")}
    towns = {*(towns - {None} or {finder.district.centre_id}), None}
    above_id = above.main.landmark_id if above else None
    return named(scene, finder.gazetteer, towns) | ids | set(home.landmark_ids) | {above_id}


def named(scene: Scene, gazetteer: Gazetteer, settlement_ids: Collection[str | None]) -> set[str]:
    """Ids of places in these settlements (None: in none) that a text may mean by kind, number or name."""
    numbers = {number[0] for k in range(len(scene.tokens)) if (number := scene.ordinal(k))}
    numbered = {id_ for (_, number), ids in gazetteer.numbered.items() if number in numbers for id_ in ids}
    ids = {*gazetteer.kinds.told(scene), *numbered}
    called = {row.id for token in scene.tokens for town in settlement_ids for row in gazetteer.kinds.called(token.word, town)}
    return called | {id_ for id_ in ids if gazetteer.district.settlement_of(id_) in settlement_ids}
