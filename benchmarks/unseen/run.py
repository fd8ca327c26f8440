"""Reads and replays streams as `otklik read` and `otklik replay` do, and prints their figures."""

import io
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Measure
from benchmarks.unseen.score import Answers, figures, measures, pooled
from bot.cli.replay import replay_stream
from incidents.reading import Reading
from incidents.sameness.one_problem import Sameness
from nlp.district_files import Taxonomy, load_district
from nlp.learning.card_choices import CardChoice, choices_of
from nlp.learning.one_problem import learned_from
from nlp.learning.streams import DISTRICTS, STREAMS, Row, Stream, opened, streams_in
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer
from nlp.places.scene import Scene
from nlp.reader import BASE, Reader
from nlp.text.morph import Morph
from nlp.topics.common_words import FILE as ONE_PROBLEM
from nlp.topics.headline import FILE as HEADLINE
from nlp.wire import reading_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Streams and what reads them: weights that never saw these streams; None: the shipped ones."""

    streams: frozenset[str]
    reader: Reader
    weights: Path | None = None


def names_of_streams() -> list[str]:
    """Streams of the corpus, in the order of their files."""
    return [file.stem for file in streams_in(STREAMS)]


def folds_without_streams(trained: Callable[[Path, frozenset[str]], Reader], taxonomy: Taxonomy, count: int, kept: Path) -> list[Fold]:
    """So many folds of streams, each with weights that never saw them: made by `trained` in folders of `kept`, or found there."""
    names, folds = names_of_streams(), []
    for k in range(count):
        streams, folder = frozenset(names[k::count]), kept / f"without-{k + 1}-of-{count}"
        weights = folder / "weights.npz"
        if not weights.exists():
            folder.mkdir(parents=True, exist_ok=True)
            for shipped in (HEADLINE, ONE_PROBLEM):  # no stream taught these: cuts of dangers, and how common words are
                shutil.copy(BASE.with_name(shipped), folder)
            trained(folder, streams)
        folds.append(Fold(streams=streams, reader=Reader(None, taxonomy, weights=weights), weights=weights))
    return folds


def of_streams(folds: Sequence[Fold], taxonomy: Taxonomy, folder: Path = STREAMS) -> Iterator[tuple[str, Sequence[Measure]]]:
    """A title and figures for each stream, then for all together. Raises BadTable.

    What is one trouble is learned from the other streams each time, as the folds that left them out read these.
    """
    fold_of = {stream: fold for fold in folds for stream in fold.streams}
    each = []
    choices = [choice for file in streams_in(folder) for choice in _choices(file, fold_of, taxonomy)] if folder == STREAMS else []
    for file in streams_in(folder):
        fold = fold_of[file.stem]
        rest = [one for one in choices if one.stream != file.stem]
        with opened(file, taxonomy) as stream:
            answers = replayed(stream, learned_from(rest) if rest else None, fold.weights)
            each.append(figures(stream.rows, answers, readings(stream, fold.reader)))
        yield f"a stranger's stream, {stream.name}", measures(each[-1])
    yield f"all {len(each)} streams", pooled(each)


def _choices(file: Path, fold_of: Mapping[str, Fold], taxonomy: Taxonomy) -> Iterator[CardChoice]:
    with opened(file, taxonomy) as stream:
        yield from choices_of(stream, fold_of[file.stem].reader)


def replayed(stream: Stream, sameness: Sameness | None = None, weights: Path | None = None) -> Answers:
    """What `otklik replay` says of each post; with other weights than the shipped ones."""
    out = io.StringIO()
    replay_stream(
        lines_of(stream.rows),
        out,
        district=stream.district,
        taxonomy=DISTRICTS / "taxonomy.csv",
        progress=False,
        sameness=sameness,
        weights=weights,
    )
    return {answer["id"]: answer for line in out.getvalue().splitlines() if "id" in (answer := json.loads(line))}


def readings(stream: Stream, reader: Reader) -> Answers:
    """What a reader makes of each post, as JSON, with the places that its rules choose among."""
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


def lines_of(rows: Iterable[Row]) -> Iterator[str]:
    """Lines for `otklik replay`: the posts, and an end of the scorer's own wherever one is told of. No label stands in a post's line."""
    texts: dict[str, str] = {}
    voices: dict[str, list[str]] = {}
    for row in rows:
        texts[row["id"]] = row["text"]
        line = {"id": row["id"], "text": row["text"], "community": row["community"], "at": row["at"], "author": str(row["author"])}
        above = row["reply_to"]
        yield json.dumps(line | ({"parent_id": above, "parent_text": texts[above]} if above else {}), ensure_ascii=False)
        if row["problem"]:
            voices.setdefault(row["problem"], []).append(row["id"])
        if row.get("mended"):
            yield json.dumps({"close": voices[row["update_of"]], "at": row["at"]}, ensure_ascii=False)
