# ruff: noqa: E402 - BLAS must be told of its threads before numpy comes
"""The reader on people it has never met: `make bench-reader DATA=FOLDER`, one table with 95 % intervals.

    python benchmarks/bench_reader.py --data FOLDER [--folds 3] [--keep FOLDER] [--only streams strangers alarms writers noise speed …]

`--data` holds kursk_train.csv, map_kursk.csv, real_posts.jsonl, noise_train.jsonl (they train), noise_dev.jsonl and gold files (they only
measure); the sections of OWN do without it. `streams`: strangers' towns, five days each, as an official feels them; `stock`: a plain
model beside ours; `strangers`: posts that taught nothing; `alarms`: shouts of a few words beside calm texts that look alike;
`calm`, `suggestions`, `matters`: strangers' strong words without a danger, wishes for something new, letters of several matters or of one;
`disputes`: authors' next words under «сделано», many of which say that it is not;
`headlines`: what dangers are called. `writers`: the model is trained anew without a third of the corpus's writers, who are then read
(each writer is a town of their own); `sorts`: without a third of the groups of topics.
`alone`: what length, community, punctuation and writer alone say of a danger. Each fold trains for some minutes.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from nlp.blas import one_blas_thread

one_blas_thread()

from alone import alone
from labelled import corpus, plain, read, rows, section
from measures import (
    Measure,
    Pair,
    of_alarms,
    of_calm,
    of_disputes,
    of_matters,
    of_noise,
    of_posts,
    of_reactions,
    of_suggestions,
    of_threads,
    share,
)
from reading_speed import speed

from benchmarks.unseen import run, stock_model
from nlp.district_files import Taxonomy, load_district, load_taxonomy
from nlp.errors import BadTable
from nlp.learning.corpus import CORPUS, read_reactions, read_threads
from nlp.learning.training import train
from nlp.reader import Reader
from nlp.wire import reading_to_json

TAUGHT = ("map_kursk.csv", "kursk_train.csv", "real_posts.jsonl")
NOISE = "noise_train.jsonl"
OWN = ("streams", "strangers", "alarms", "calm", "suggestions", "matters", "disputes", "headlines", "troubles", "alone")
SECTIONS = (*OWN, "writers", "sorts", "noise", "real", "stock", "speed")
STRANGERS = ROOT / "benchmarks" / "strangers"
HEADLINES = ROOT / "benchmarks" / "headlines.jsonl"
TROUBLES = ROOT / "benchmarks" / "troubles.jsonl"
ALARMS = ROOT / "benchmarks" / "alarms.jsonl"
UNSEEN = ROOT / "benchmarks" / "unseen"


class Bench:
    """Everything that the sections share."""

    def __init__(self, data: Path | None, folds: int, kept: Path) -> None:
        self.has_data, self.data, self.folds, self.kept = data is not None, data or Path(), folds, kept
        self.taxonomy: Taxonomy = load_taxonomy(ROOT / "districts" / "taxonomy.csv")
        self.writers = sorted({row["writer"] for row in corpus("posts") if row["writer"].startswith("w")})

    def trained(self, folder: Path, without: frozenset[str], corpus_folder: Path = CORPUS) -> Reader:
        """A reader whose weights never saw these writers."""
        out = folder / "weights.npz"
        train(
            [self.data / name for name in TAUGHT],
            out,
            taxonomy=self.taxonomy,
            noise=[self.data / NOISE],
            corpus=corpus_folder,
            without=without,
        )
        return Reader(None, self.taxonomy, weights=out)

    def left_out_writers(self) -> None:
        posts: list[Pair] = []
        reactions: list[Pair] = []
        threads: list[Pair] = []
        several: list[Pair] = []
        for k in range(self.folds):
            out = frozenset(self.writers[k :: self.folds])
            with tempfile.TemporaryDirectory() as folder:
                reader = self.trained(Path(folder), out)
            posts += read(reader, [r for r in corpus("posts") if r["writer"] in out and "twin_of" not in r])
            reactions += [
                (r, reading_to_json(reader.read(r["comment"], answer=r["answer"]))) for r in read_reactions(CORPUS) if r["writer"] in out
            ]
            threads += [
                (r, reading_to_json(reader.read(r["comment"], parent_text=r["post"], community=r["community"])))
                for r in read_threads(CORPUS)
                if r["writer"] in out
            ]
            several += read(reader, [r for r in corpus("matters") if r["writer"] in out])
            section(f"left-out writers (towns), after fold {k + 1} of {self.folds}", of_posts(posts))
        section("reactions of left-out writers", of_reactions(reactions))
        section("comments of left-out writers", of_threads(threads))
        section("several matters, left-out writers", of_matters(several))

    def left_out_matters(self) -> None:
        pairs: list[Pair] = []
        for k in range(self.folds):
            groups = set(self.taxonomy.groups[k :: self.folds])
            with tempfile.TemporaryDirectory() as folder:
                part = Path(folder) / "corpus"
                part.mkdir()
                kept = [row for row in corpus("posts") if row["group"] not in groups or not row["is_appeal"]]
                (part / "posts.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
                for name in ("reactions", "threads", "matters"):
                    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus(name))
                    (part / f"{name}.jsonl").write_text(lines, encoding="utf-8")
                reader = self.trained(Path(folder), frozenset(), part)
            pairs += read(reader, [r for r in corpus("posts") if r["group"] in groups and r["is_appeal"] and r["writer"] in self.writers])
        section(
            "left-out sorts of matter (appeals only)", [m for m in of_posts(pairs) if "group" not in m.name and "specificity" not in m.name]
        )

    def noise(self, reader: Reader) -> None:
        pairs = read(reader, rows(self.data / "noise_dev.jsonl"))
        section("real texts of nothing municipal, never trained on", [
            *of_noise("posts", [p for p in pairs if p[0]["id"][0] == "p"]),
            *of_noise("comments", [p for p in pairs if p[0]["id"][0] == "c"]),
        ])  # fmt: skip

    def strangers(self) -> None:
        district = Reader(load_district(ROOT / "districts" / "konakovo"), self.taxonomy)
        towns = district.beside(None)
        for file in sorted(STRANGERS.glob("*.jsonl")):
            sure = [row for row in rows(file) if not {"is_appeal", "danger"} & set(row.get("doubt") or ())]
            section(f"strangers, {file.stem}", of_posts(read(district if file.stem.startswith("district") else towns, sure)))

    def streams(self, reader: Reader) -> None:
        """Streams that taught nothing of what reads them, where there is what trains; else the shipped weights, which they taught."""
        if self.has_data:
            folds = run.folds_without_streams(self.trained, self.taxonomy, self.folds, self.kept)
        else:
            print("\nThese streams taught the shipped weights: --data measures weights that never saw them", flush=True)
            folds = [run.Fold(streams=frozenset(run.names_of_streams()), reader=reader)]
        for title, measures in run.of_streams(folds, self.taxonomy):
            section(title, measures)

    def stock(self, reader: Reader) -> None:
        files, noise = [self.data / name for name in TAUGHT], [self.data / NOISE]
        print("\n## a stock model beside ours, F1 or share right, with paired intervals", flush=True)
        for line in stock_model.beside_ours(files, noise, STRANGERS, reader, self.taxonomy):
            print(line, flush=True)

    def alarms(self, reader: Reader) -> None:
        pairs = read(reader, rows(ALARMS))
        section("a stranger's short alarms, and calm texts that look alike", of_alarms(pairs))

    def unseen(self, reader: Reader, name: str, measures: Callable[[Sequence[Pair]], Sequence[Measure]]) -> None:
        section(f"strangers' texts, {name}", measures(read(reader, rows(UNSEEN / f"{name}.jsonl"))))

    def disputes(self, reader: Reader) -> None:
        told = [(r, reader.read(r["text"], parent_text=r["post"], answer=r["answer"])) for r in rows(UNSEEN / "disputes.jsonl")]
        section("strangers' words after «сделано»", of_disputes([(row, reading_to_json(reading)) for row, reading in told]))

    def headlines(self, reader: Reader) -> None:
        judged = [(row, cut) for row, b in read(reader, rows(HEADLINES)) if (cut := plain(b["danger_title"] or "")) or b["danger"]]
        own = [(row, {"cut": cut}) for row, cut in judged]
        section("headlines of strangers' dangers", [
            share("in the resident's own words", own, lambda a, b: bool(b["cut"])),
            share("of them good", own, lambda a, b: b["cut"] in map(plain, a["good"]), lambda a, b: bool(b["cut"])),
        ])  # fmt: skip

    def troubles(self, reader: Reader) -> None:
        pairs = [({**row, "judged": row["good"] + row["bad"]}, b) for row, b in read(reader, rows(TROUBLES))]
        section("titles of strangers' ordinary posts whose topic's name says nothing", [
            share("in the resident's own words", pairs, lambda a, b: bool(b.get("trouble"))),
            share("of them say what is wrong", pairs, lambda a, b: b["trouble"] in a["good"], lambda a, b: b.get("trouble") in a["judged"]),
        ])  # fmt: skip

    def real(self, reader: Reader) -> None:
        """Dangers seen in real appeals: the labelled ones of Perm, where there are labels, and the first thousand of each portal."""
        perm = read(reader, rows(self.data / "real_posts.jsonl"))
        section("real appeals (they trained the appeal, none has a label of danger there)", of_noise("Perm", perm))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the weights of streams' folds here, or take those kept before")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    options = parser.parse_args()
    lacking = sorted(set(options.only) - set(OWN)) if options.data is None else []
    if lacking:
        parser.error(f"--data is needed for {', '.join(lacking)}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Bench(options.data, options.folds, options.keep or Path(folder)), options.only)
    except BadTable as error:
        sys.exit(error.user_text)


def measure(bench: Bench, only: Sequence[str]) -> None:
    if "speed" in only:  # first: its memory is the process's peak
        speed([row["text"] for row in rows(bench.data / "real_posts.jsonl")], bench.taxonomy)
    shipped = Reader(None, bench.taxonomy)
    sections: dict[str, Callable[[], None]] = {
        "streams": lambda: bench.streams(shipped),
        "strangers": bench.strangers,
        "alarms": lambda: bench.alarms(shipped),
        "calm": lambda: bench.unseen(shipped, "calm", of_calm),
        "suggestions": lambda: bench.unseen(shipped, "suggestions", of_suggestions),
        "matters": lambda: bench.unseen(shipped, "matters", of_matters),
        "disputes": lambda: bench.disputes(shipped),
        "headlines": lambda: bench.headlines(shipped),
        "troubles": lambda: bench.troubles(shipped),
        "noise": lambda: bench.noise(shipped),
        "real": lambda: bench.real(shipped),
        "alone": lambda: alone(corpus("posts")),
        "stock": lambda: bench.stock(shipped),
        "writers": bench.left_out_writers,
        "sorts": bench.left_out_matters,
    }
    for name, told in sections.items():
        if name in only:
            told()


if __name__ == "__main__":
    main()
