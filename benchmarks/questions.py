# ruff: noqa: E402 - BLAS must be told of its threads before numpy comes
"""Several questions in one post: how many are told, how many are imagined.

    python benchmarks/questions.py [--posts FILE.jsonl] [--show]

`benchmarks/questions.csv`: our own sentences with the groups of their requests (one group: one request). Half of them (`held_out`) were
written before the rules and are not for mending them. `--posts` reads real posts (JSON lines with a text) and prints those that are called
several, to be looked at with one's own eyes.
"""

import argparse
import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.blas import one_blas_thread

one_blas_thread()

from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader


def measure(reader: Reader, rows: list[dict[str, str]], *, show: bool) -> str:
    """Precision and recall of «several», and how often the groups are right as well."""
    found = missed = imagined = quiet = exact = 0
    for row in rows:
        want = row["groups"].split(";")
        got = [part.group for part in reader.read(row["text"]).parts]
        several = len(want) > 1
        found, missed = found + (several and bool(got)), missed + (several and not got)
        imagined, quiet = imagined + (not several and bool(got)), quiet + (not several and not got)
        exact += several and sorted(got) == sorted(want)
        if show and (bool(got) is not several or (several and sorted(got) != sorted(want))):
            print(f"  {'+'.join(want)} → {'+'.join(got) or 'one'}: {row['text'][:100]}")
    precision, recall = found / max(found + imagined, 1), found / max(found + missed, 1)
    return (
        f"several {found + missed}, one {imagined + quiet}: precision {precision:.3f}, recall {recall:.3f}, "
        f"imagined {imagined}, missed {missed}, all groups right {exact}"
    )


def look(reader: Reader, file: Path) -> None:
    """Real posts that are called several."""
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    several = [(text, parts) for text in texts if (parts := reader.read(text).parts)]
    for text, parts in several:
        print("\n" + text.strip())
        for part in parts:
            print(f"   → {part.topic} {part.score:.2f}: {text[part.span[0] : part.span[1]][:90]!r}")
    print(f"\n{len(several)} of {len(texts)} called several")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--set", choices=("tuning", "held_out"))
    options = parser.parse_args()
    reader = Reader(load_district(ROOT / "districts" / "konakovo"), load_taxonomy(ROOT / "districts" / "taxonomy.csv"))
    if options.posts:
        look(reader, options.posts)
        return
    with (ROOT / "benchmarks" / "questions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for name in ("tuning", "held_out") if options.set is None else (options.set,):
        print(f"{name}: {measure(reader, [row for row in rows if row['set'] == name], show=options.show)}")


if __name__ == "__main__":
    main()
