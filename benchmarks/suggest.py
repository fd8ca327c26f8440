"""How often the right executor is among the first three.

    python benchmarks/suggest.py FILE.csv [--seed N]        # columns text, executor

Five folds by a fixed shuffle, so two runs print the same numbers but for the seconds.
"""

import argparse
import csv
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from nlp.blas import one_blas_thread

one_blas_thread()  # before numpy is imported

from nlp.learning.suggest import Case, Suggester  # noqa: E402 - numpy reads the limits when it is imported

FOLDS = 5


def folds(cases: list[Case], seed: int) -> Iterator[tuple[list[Case], list[Case]]]:
    order = list(range(len(cases)))
    random.Random(seed).shuffle(order)
    for fold in range(FOLDS):
        yield [cases[n] for k, n in enumerate(order) if k % FOLDS != fold], [cases[n] for n in order[fold::FOLDS]]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--seed", type=int, default=0)
    args = options.parse_args()
    with args.data.open(encoding="utf-8-sig", newline="") as lines:
        cases = [Case(text=row["text"], executor=row["executor"].strip()) for row in csv.DictReader(lines)]
    first, three, learning, telling = [], [], 0.0, 0.0
    for past, present in folds(cases, args.seed):
        began = time.perf_counter()
        suggester = Suggester(past)
        learned = time.perf_counter()
        told = list(suggester.suggest([case.text for case in present]))
        telling += time.perf_counter() - learned
        learning += learned - began
        for case, found in zip(present, told, strict=True):
            names = [name for name, _ in found]
            first.append(case.executor == names[0])
            three.append(case.executor in names)
    print(f"rows {len(cases)}, executors {len({case.executor for case in cases})}, folds {FOLDS}, seed {args.seed}")
    print(f"top-1 {sum(first) / len(first):.4f}   top-3 {sum(three) / len(three):.4f}")
    print(f"learning {learning / FOLDS:.1f} s a fold, {len(cases) / telling:.0f} texts/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
