"""Learns to tell one problem from two: the pairs of the corpus amid other posts of their writers, logistic regression."""

import itertools
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from incidents.ids import IncidentId
from incidents.reading import Reading
from incidents.sameness.fingerprint import MOST, Fingerprint
from incidents.sameness.one_problem import MOST_CANDIDATES, Lookalike, Sameness, VoiceRead, offers
from incidents.sameness.sameness_features import Features, OneText, features, source_rarity
from nlp.district_files import Taxonomy
from nlp.learning.corpus import Json, read_pairs, read_posts
from nlp.learning.examples import read_examples
from nlp.reader import Reader
from nlp.text.tokens import mend
from nlp.topics.fingerprint import FILE, code_of, sense_words

SEED = 7
OF_A_GROUP = 10  # as the storage asks
FOLDS = 5
LOOSENESS = 0.2  # chosen among 0.02, 0.05, 0.2, 0.3 on left-out writers
COMMON_IN = 3  # texts that make a word common enough to count
DAY = 200  # posts of a writer's stream
SHORT_LETTER = 60  # code points: shorter ones are our own sentences
OFTEN, OFTEN_BLIND = 0.045, 0.02  # new cards of a day without pairs that carry an offer, at most: with a telling source, without
STRANGERS = 5  # of the same source, and of others, beside each pair
RANDOM_SHARE = 3.0  # what the strangers of a pair weigh together, in pairs
REASON = (
    f"among left-out writers at most {OFTEN:.1%} of new cards of a day without pairs carry an offer; "
    f"with no source known, real letters too, at most {OFTEN_BLIND:.1%}"
)
UPRIGHT = ("_same", "_shared")
WORD = re.compile(r"[^\W\d_]+")

Read = Callable[[str, str | None], Reading]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison with what it teaches."""

    told: Features
    same: bool
    weight: float
    writer: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read, with the title of its community."""

    reading: Reading
    community: str | None


def common_words(texts: Sequence[str]) -> dict[int, int]:
    """Codes of words that several texts have → how rare they are, of MOST."""
    counts = Counter(code for text in texts for code in {code_of(stem) for stem in sense_words(map(mend, WORD.findall(text)))})
    most = math.log(len(texts) + 1)
    return {code: round(MOST * (1 - math.log(n) / most)) for code, n in sorted(counts.items()) if n >= COMMON_IN}


def side(said: ReadText, *, mute: bool = False) -> OneText:
    """A text as one of two; mute: nobody knows its source."""
    read = Fingerprint.read(said.reading.fingerprint)
    if read is None:
        raise ValueError("a reading without a fingerprint")
    return OneText(
        fingerprint=read, place=said.reading.main, groups=dict(said.reading.groups), source_id=None if mute else hash_of(said.community)
    )


def hash_of(community: str | None) -> int | None:
    """A source's number."""
    return None if community is None else sum(ord(sign) * 31**n for n, sign in enumerate(community)) % (1 << 61)


def rows_of(pairs: Sequence[Json], read: Read) -> list[Row]:
    """Each pair amid texts of its writer's town, amid texts of many towns, and with no source known; strangers beside it."""
    dice = random.Random(SEED)  # noqa: S311 - the same rows each time
    town: defaultdict[str, list[tuple[str, ReadText]]] = defaultdict(list)
    for pair in pairs:
        town[pair["writer"]] += [(pair["id"], _said(pair[name], read)) for name in "ab"]
    everywhere = [each for texts in town.values() for each in texts]
    out: list[Row] = []
    for pair in pairs:
        for texts, mute in ((town[pair["writer"]], False), (everywhere, False), (town[pair["writer"]], True)):
            others = [said for id_, said in texts if id_ != pair["id"]]
            around = dice.sample(others, min(MOST_CANDIDATES - 1, len(others)))
            out += _amid(pair, around, read, mute=mute)
    return out


def _amid(pair: Json, around: Sequence[ReadText], read: Read, *, mute: bool) -> Iterator[Row]:
    """The pair, some strangers of its source, some of others: each stranger weighs what it stands for."""
    a, b = (_said(pair[name], read) for name in "ab")
    sources = [None if mute else hash_of(said.community) for said in (a, *around)]
    yield _row(a, b, sources, mute=mute, same=pair["same"], weight=1.0, writer=pair["writer"])
    near = [said for said in around if said.community == b.community]
    for strangers in (near, [said for said in around if said.community != b.community]):
        for other in strangers[:STRANGERS]:
            weight = RANDOM_SHARE / len(around) * len(strangers) / min(STRANGERS, len(strangers))
            yield _row(other, b, sources, mute=mute, same=False, weight=weight, writer=pair["writer"])


def _said(side: Json, read: Read) -> ReadText:
    return ReadText(read(side["text"], side.get("community")), side.get("community"))


def _row(a: ReadText, b: ReadText, sources: Sequence[int | None], *, mute: bool, same: bool, weight: float, writer: str) -> Row:
    mine, its = side(b, mute=mute), side(a, mute=mute)
    rarity = source_rarity(mine.source_id, its.source_id, sources)
    return Row(features(mine, its, rarity=rarity), same, weight, writer)


def fit(rows: Sequence[Row]) -> Sameness:
    """Weights by name; no thresholds yet. A place or a number that both name never speaks against one problem: such a feature goes."""
    names = sorted(rows[0].told)
    while True:
        made = _fit(rows, names)
        wrong = [name for name in names if name.endswith(UPRIGHT) and made.weights[name] < 0]
        if not wrong:
            return made
        names = [name for name in names if name not in wrong]


def _fit(rows: Sequence[Row], names: Sequence[str]) -> Sameness:
    x: Doubles = np.array([[row.told[name] for name in names] for row in rows])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    model = LogisticRegression(C=LOOSENESS, max_iter=2000).fit(
        (x - middle) / spread, [row.same for row in rows], sample_weight=[row.weight for row in rows]
    )
    plain = model.coef_[0] / spread
    weights = {name: round(float(weight), 4) for name, weight in zip(names, plain, strict=True)}
    return Sameness(weights=weights, bias=round(float(model.intercept_[0] - plain @ middle), 4), offered=1.0, offered_blind=1.0)


def day_of(posts: Sequence[ReadText], learned: Sameness, *, mute: bool) -> list[float]:
    """The highest probability of an offer for each post of a stream that has no pairs."""
    loose = replace(learned, offered=0.0, offered_blind=0.0)
    out: list[float] = []
    before: list[tuple[str, Lookalike]] = []  # with their groups
    for number, said in enumerate(posts, start=1):
        source = 0 if mute else hash_of(said.community) or 0
        best = offers(loose, said.reading, source, _candidates(said.reading, before))
        out.append(best[0].p if best else 0.0)
        voice = source, VoiceRead.of(said.reading)
        one = Lookalike(incident_id=IncidentId(number), number=number, place=said.reading.main, said=(voice,))
        before.append((said.reading.group, one))
    return out


def _candidates(reading: Reading, before: Sequence[tuple[str, Lookalike]]) -> list[Lookalike]:
    """As the storage asks for them: the newest of each likely group, then the newest of all."""
    kept: dict[int, Lookalike] = {}
    for group, _ in reading.groups:
        alike = [each for its, each in reversed(before) if its == group]
        kept |= {each.number: each for each in alike[:OF_A_GROUP]}
    kept |= {each.number: each for _, each in reversed(before[-MOST_CANDIDATES:]) if each.number not in kept}
    return list(kept.values())[:MOST_CANDIDATES]


def thresholds(rows: Sequence[Row], days: Mapping[str | None, Sequence[ReadText]]) -> tuple[float, float]:
    """With a telling source and without: the lowest probability at which a day of writers who were left out has few offers.

    `days[None]`: real letters of a portal, which have no source.
    """
    writers = sorted({row.writer for row in rows})
    tops: dict[bool, list[float]] = {False: [], True: []}
    for k in range(FOLDS):
        out = set(writers[k::FOLDS])
        made = fit([row for row in rows if row.writer not in out])
        for mute, writer in itertools.product(tops, writers[k::FOLDS]):
            tops[mute] += day_of(days.get(writer, ()), made, mute=mute)
    told, blind = _few(tops[False], OFTEN), _few(tops[True], OFTEN_BLIND)
    letters = _few(day_of(days.get(None, ()), fit(rows), mute=True), OFTEN_BLIND)
    return told, max(blind, letters, told)


def _few(tops: Sequence[float], often: float) -> float:
    """What only this share of the tops reaches."""
    return round(float(np.quantile(tops, 1 - often)), 4) if tops else 0.0


def learn(out: Path, *, corpus: Path, taxonomy: Taxonomy, files: Sequence[Path] = (), judged: Sequence[Path] = ()) -> Sameness:
    """Count common words, read everything with the weights at `out`, fit, and write the result beside them.

    `files`: those that `train` takes; letters of a portal among them are a day without sources. `judged`: pairs of districts.
    """
    file = out.with_name(FILE)
    posts, pairs = list(read_posts(corpus, taxonomy)), list(read_pairs(corpus, judged))
    examples = read_examples(files, (), corpus, taxonomy)
    letters = [each.text for each in examples if each.writer is None and each.is_appeal and len(each.text) > SHORT_LETTER][:DAY]
    common = common_words([*(post.text for post in posts), *letters])
    write(file, common, None)
    reader = Reader(None, taxonomy, weights=out)

    @cache
    def read(text: str, community: str | None) -> Reading:
        return reader.read(text, community=community)

    rows = rows_of(pairs, read)
    days: dict[str | None, list[ReadText]] = defaultdict(list)
    for writer, text, community in (
        *((post.writer, post.text, post.community) for post in posts if post.is_mix),
        *((None, text, None) for text in letters),
    ):
        reading = read(text, community)
        if reading.is_appeal and len(days[writer]) < DAY:
            days[writer].append(ReadText(reading, community))
    offered, blind = thresholds(rows, days)
    made = replace(fit(rows), offered=offered, offered_blind=blind, reason=REASON)
    write(file, common, made)
    return made


def write(file: Path, common: Mapping[int, int], made: Sameness | None) -> None:
    """The file that the reader and the domain share."""
    body = {"common": common, **(asdict(made) if made else {})}
    file.write_text(json.dumps(body, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
