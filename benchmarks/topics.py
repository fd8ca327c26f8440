"""Topics and groups by five folds, through the whole reader: weights are trained without a fold, then read it.

    python benchmarks/topics.py --data kursk_train.csv --map map_kursk.csv [--seed N]

`--data` has the columns text and topic, `--map` explains its labels (`…_topic`, topic_slug, alt_topics, alt_group). «As right as the
labels allow» counts the map's second choices as right. Takes three minutes; needs `pip install 'otklik[train]'`.
"""

import argparse
import csv
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.blas import one_blas_thread  # noqa: E402 - the checkout goes first on the path

one_blas_thread()  # before numpy is imported

from nlp.district_files import load_taxonomy  # noqa: E402
from nlp.learning.training import train  # noqa: E402
from nlp.reader import Reader  # noqa: E402 - numpy reads the limits when it is imported

FOLDS = 5
Row = dict[str, str]


def rows_of(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--map", type=Path, required=True)
    options.add_argument("--seed", type=int, default=0)
    args = options.parse_args()
    taxonomy = load_taxonomy(ROOT / "districts" / "taxonomy.csv")
    label = next(name for name in rows_of(args.map)[0] if name.endswith("_topic"))
    known = {row[label]: row for row in rows_of(args.map)}
    rows = rows_of(args.data)
    random.Random(args.seed).shuffle(rows)
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        part, weights = Path(folder) / "part.csv", Path(folder) / "weights.npz"
        for fold in range(FOLDS):
            with part.open("w", encoding="utf-8", newline="") as out:
                table = csv.DictWriter(out, ["text", "topic"], extrasaction="ignore")
                table.writeheader()
                table.writerows(row for n, row in enumerate(rows) if n % FOLDS != fold)
            train([args.map, part], weights, taxonomy=taxonomy)
            reader = Reader(None, taxonomy, weights=weights)
            for row in rows[fold::FOLDS]:
                want, got = known[row["topic"]], reader.read(row["text"])
                topics = {want["topic_slug"], *want["alt_topics"].split(";")}
                groups = {want["group_slug"], *want["alt_group"].split(";")}
                count["rows"] += 1
                count["topic strict"] += got.topic == want["topic_slug"]
                count["topic"] += got.topic in topics
                count["group strict"] += got.group == want["group_slug"]
                count["group"] += got.group in groups
            done = {name: round(hits / count["rows"], 4) for name, hits in count.items() if name != "rows"}
            print(f"after fold {fold + 1}: {count['rows']} rows, {done}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
