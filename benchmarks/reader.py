# ruff: noqa: E402, PLC0415 - BLAS must be told of its threads before numpy comes, and the stock recipe loads only when asked
"""The reader against the stock Natasha recipe: speed on one core and accuracy of places, in one run.

    python benchmarks/reader.py --posts real_posts.jsonl [--gold gold_places_dev.jsonl] [--district districts/konakovo]

Stock: Doc, segment, tag_morph, tag_ner, normalize, then AddrExtractor over the text. BLAS runs on one thread for both.
`--dangers FILE` counts dangers found and missed in sentences that no training saw (default: benchmarks/dangers*.csv).
"""

import argparse
import csv
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nlp.blas import one_blas_thread

one_blas_thread()

from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader
from nlp.text.morph import Is  # noqa: F401 - puts pymorphy3 in pymorphy2's place

HALF = 0.5  # of the union: spans that agree
Spans = list[tuple[str, int, int]]
ADDRESS_KINDS = {
    "город": "settlement", "посёлок": "settlement", "село": "settlement", "деревня": "settlement", "район": "district", "область": "region",
    "край": "region", "республика": "region", "улица": "street", "проспект": "street", "переулок": "street", "шоссе": "street",
    "площадь": "street", "бульвар": "street", "набережная": "street", "проезд": "street", "дом": "house", "корпус": "house",
    "строение": "house",
}  # fmt: skip


def stock() -> Callable[[str], Spans]:
    """The recipe of Natasha's own documentation."""
    from natasha import LOC, AddrExtractor, Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

    segmenter, vocab, embedding = Segmenter(), MorphVocab(), NewsEmbedding()
    morph, ner, addresses = NewsMorphTagger(embedding), NewsNERTagger(embedding), AddrExtractor(vocab)

    def read(text: str) -> Spans:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.tag_ner(ner)
        for span in doc.spans:
            span.normalize(vocab)
        found = [(ADDRESS_KINDS.get(m.fact.type, "landmark"), m.start, m.stop) for m in addresses(text)]
        taken = {n for _, start, stop in found for n in range(start, stop)}
        found += [("settlement", s.start, s.stop) for s in doc.spans if s.type == LOC and s.start not in taken]
        return found

    return read


def ours(reader: Reader) -> Callable[[str], Spans]:
    """The reader, as spans."""
    return lambda text: [(p.kind.value, *p.span) for p in reader.read(text).places]


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second of processor time."""
    start = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - start)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    inter = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return inter / (max(a[1], b[1]) - min(a[0], b[0])) if inter else 0.0


def f1(read: Callable[[str], Spans], gold: list[dict[str, Any]], *, by_kind: bool) -> tuple[float, float, float]:
    """Precision, recall and F1 of spans that overlap by half, one to one."""
    hits = got = want = 0
    for row in gold:
        ignored = [i["span"] if isinstance(i, dict) else i for i in row.get("ignore", [])]
        found = [p for p in read(row["text"]) if not any(overlap(p[1:], i) >= HALF for i in ignored)]
        rest = list(found)
        for place in row["places"]:
            kinds = {place["kind"], place.get("alt_kind")}
            best = max((p for p in rest if not by_kind or p[0] in kinds), key=lambda p: overlap(p[1:], tuple(place["span"])), default=None)
            if best and overlap(best[1:], tuple(place["span"])) >= HALF:
                hits += 1
                rest.remove(best)
        got, want = got + len(found), want + len(row["places"])
    precision, recall = hits / max(got, 1), hits / max(want, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def dangers(reader: Reader, file: Path) -> Counter[str]:
    """How many threats were found, missed and imagined."""
    count: Counter[str] = Counter()
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            want, got = row["grade"] != "none", reader.read(row["text"]).danger
            count["found" if want and got else "missed" if want else "imagined" if got else "rightly quiet"] += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--district", type=Path, default=ROOT / "districts" / "konakovo")
    parser.add_argument("--dangers", type=Path, nargs="*", default=sorted((ROOT / "benchmarks").glob("dangers*.csv")))
    parser.add_argument("--stock-posts", type=int, default=200, help="how many posts the slow stock recipe reads")
    parser.add_argument("--json", action="store_true", help="the speed alone, as one line of JSON")
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for line in options.posts.read_text(encoding="utf-8").splitlines()]
    taxonomy = load_taxonomy(ROOT / "districts" / "taxonomy.csv")
    start = time.perf_counter()
    reader = Reader(load_district(options.district), taxonomy)
    loaded = time.perf_counter() - start
    cold = rate(ours(reader), texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    warm = rate(ours(reader), texts)
    natasha = stock()
    natasha(texts[0])
    slow = rate(natasha, texts[: options.stock_posts])
    if options.json:
        rates = {"reader_cold": cold, "reader_warm": warm, "stock": slow, "ratio_cold": cold / slow, "ratio_warm": warm / slow}
        print(json.dumps({name: round(value, 1) for name, value in {**rates, "loaded_s": loaded, "memory_mb": memory}.items()}))
        return
    print(f"reader: {cold:.0f} posts/s cold, {warm:.0f} warm; loaded in {loaded:.1f} s; {memory:.0f} MB")
    print(f"stock:  {slow:.1f} posts/s; ratio {cold / slow:.1f} cold, {warm / slow:.1f} warm")
    for file in options.dangers:
        print(f"dangers of {file.name}: {dict(dangers(reader, file))}")
    if options.gold:
        gold = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
        gold = [row for row in gold if "places" in row]
        anywhere = Reader(None, taxonomy)
        for name, read in (("reader", ours(anywhere)), ("stock", natasha)):
            for by_kind in (True, False):
                p, r, f = f1(read, gold, by_kind=by_kind)
                print(f"{name:7} places {'by kind' if by_kind else 'any kind':8}  P {p:.3f}  R {r:.3f}  F1 {f:.3f}")


if __name__ == "__main__":
    main()
