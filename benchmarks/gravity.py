"""How grave a stranger holds a danger, and how grave the table says it is.

    PYTHONPATH=. python benchmarks/gravity.py [FILE.jsonl]

A line is `{"text", "gravity"}`. Counted: the words alone, and the words with the topic that the reader gives, as a card has them.
Prints the share that is right with Wilson's interval, how many are ranked graver and milder than they were held, and each that is wrong.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nlp.blas import one_blas_thread

one_blas_thread()  # before numpy is imported

from benchmarks.unseen.score import Share  # noqa: E402
from incidents.danger.gravity import Gravity, gravity_of  # noqa: E402
from nlp.district_files import load_taxonomy  # noqa: E402
from nlp.reader import Reader  # noqa: E402
from tests.kit.values.samples import incident  # noqa: E402

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Read the sentences once, tell."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "gravity.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    reader = Reader(None, load_taxonomy(HERE.parent / "districts" / "taxonomy.csv"))
    for name, topics in (("words", False), ("words and topic", True)):
        pairs = [(Gravity[row["gravity"].upper()], _gravity(reader, row["text"], topics=topics)) for row in rows]
        right = Share.among(held == said for held, said in pairs)
        low, high = right.wilson()
        graver, milder = (sum(said < held for held, said in pairs), sum(said > held for held, said in pairs))
        print(f"{name}: {right.hits} of {right.of}, {right.value:.2f} ({low:.2f}–{high:.2f}); graver {graver}, milder {milder}")
        for row, (held, said) in zip(rows, pairs, strict=True):
            if held != said:
                print(f"  {held.name.lower()} → {said.name.lower()}: {row['text'][:90]}")
    return 0


def _gravity(reader: Reader, text: str, *, topics: bool) -> Gravity:
    topic = reader.read(text).topic if topics else "other"
    return gravity_of(incident(topic=topic, danger_words=None, danger_title=None), text)


if __name__ == "__main__":
    sys.exit(main())
