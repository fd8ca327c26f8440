# ruff: noqa: E402 - the root must stand in the path before our own modules come
"""Where the trouble is: sentences of the district with their places, half of them held out from tuning.

    python benchmarks/places.py [--half held_out] [--wrong] [--file benchmarks/places.csv] [--district districts/konakovo]

An empty cell wants nothing there, «?» is not scored. `second` is the crossing's other street, which must stand among the places.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from incidents.reading import PlaceKind, Reading
from nlp.blas import one_blas_thread
from nlp.district_files import load_district, load_taxonomy

FIELDS = ("settlement_id", "street", "street_id", "house", "landmark_id", "outside", "second")
UNSCORED = "?"


def words(text: str | None) -> frozenset[str]:
    """A name's words in any order: «Первомайский переулок» is «переулок Первомайский»."""
    return frozenset((text or "").lower().replace("ё", "е").split())


def right(field: str, want: str, reading: Reading) -> bool:
    """Whether a reading agrees with one cell."""
    main = reading.main
    if field == "outside":
        return reading.outside == bool(want)
    if field == "second":
        streets = [words(place.norm) for place in reading.places if place.kind is PlaceKind.STREET]
        return not want or any(words(want) <= street for street in streets)
    if field == "street":
        return words(want) == words(main.street)
    return (want or "").lower() == (getattr(main, field) or "").lower()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "held_out"))
    parser.add_argument("--wrong", action="store_true", help="print what is read wrongly")
    parser.add_argument("--file", type=Path, default=ROOT / "benchmarks" / "places.csv")
    parser.add_argument("--district", type=Path, default=ROOT / "districts" / "konakovo")
    arguments = parser.parse_args()
    one_blas_thread()
    from nlp.reader import Reader  # noqa: PLC0415 - BLAS must be told of its threads before numpy comes

    reader = Reader(load_district(arguments.district), load_taxonomy(ROOT / "districts" / "taxonomy.csv"))
    tally: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    with arguments.file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if arguments.half in (None, row["half"])]
    for row in rows:
        reading = reader.read(row["text"], community=row["community"] or None, settlement_id=row["wall"] or None)
        verdicts = {field: right(field, row[field], reading) for field in FIELDS if row[field] != UNSCORED}
        tally[row["half"], "", "row"].append(all(verdicts.values()))
        tally[row["half"], row["sort"], "row"].append(all(verdicts.values()))
        for field, is_right in verdicts.items():
            tally[row["half"], "", field].append(is_right)
        if arguments.wrong and not all(verdicts.values()):
            print(f"{row['half']} {row['id']} {row['sort']} [{row['wall'] or row['community']}] {row['text']}")
            for field in (each for each, is_right in verdicts.items() if not is_right):
                got = getattr(reading.main, field, None) if field not in ("outside", "second") else reading.outside
                print(f"    {field}: {row[field] or '–'}, read {got or '–'}")
    for (half, sort, field), hits in sorted(tally.items()):
        print(f"{half:9} {sort or 'all':8} {field:14} {sum(hits):3} of {len(hits):3}  {sum(hits) / len(hits):.3f}")


if __name__ == "__main__":
    main()
