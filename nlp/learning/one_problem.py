"""Learns which open incident a new text is about.

A choice among candidates in strangers' town streams: conditional logit.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from incidents.sameness.fingerprint import MOST
from incidents.sameness.one_problem import MOST_OFFERS, REMEMBERED, Join, Sameness, join_of, needed
from nlp.district_files import Taxonomy
from nlp.learning.card_choices import CardChoice, judged_choices, stream_choices
from nlp.learning.corpus import CORPUS, read_pairs, read_posts
from nlp.learning.examples import read_examples
from nlp.reader import Reader
from nlp.text.tokens import mend
from nlp.topics.common_words import FILE, load_common
from nlp.topics.fingerprint import code_of, sense_words

PENALTY = 5.0  # of squared weights of unit features, chosen among 0.3, 1, 5, 20 on left-out streams
COMMON_IN = 3  # texts that make a word common enough to count
LETTERS = 200  # real appeals whose words are counted
SHORT_LETTER = 60  # code points: shorter ones are our own sentences
JOINS_RIGHT, OFFERS_RIGHT = 0.95, 0.52  # among left-out streams: what joins by itself, what is offered
BUDGETS = tuple(n / 200 for n in range(50, 9, -1))  # shares of new cards that may carry an offer
LEAST = 0.1
REASON = (
    f"among left-out streams {JOINS_RIGHT:.0%} of what joins by itself is right, and {OFFERS_RIGHT:.0%} of the offers "
    "on the largest share of new cards for which that holds"
)

WORD = re.compile(r"[^\W\d_]+")

Doubles = npt.NDArray[np.float64]


def common_words(texts: Sequence[str]) -> dict[int, int]:
    """Codes of words that several texts have → how rare they are, of MOST."""
    counts = Counter(code for text in texts for code in {code_of(stem) for stem in sense_words(map(mend, WORD.findall(text)))})
    most = math.log(len(texts) + 1)
    return {code: round(MOST * (1 - math.log(n) / most)) for code, n in sorted(counts.items()) if n >= COMMON_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceTable:
    """Choices as numbers: a row a candidate, a row a text for «none of these»."""

    names: list[str]
    nones: list[str]
    x: Doubles
    z: Doubles
    whose: npt.NDArray[np.int64]  # the text of each candidate
    right: npt.NDArray[np.bool_]
    weight: Doubles
    stream: npt.NDArray[np.str_]
    is_new: npt.NDArray[np.bool_]
    is_appeal: npt.NDArray[np.bool_]
    join: npt.NDArray[np.int64]  # of each candidate: whether it may join

    @classmethod
    def of(cls, choices: Sequence[CardChoice]) -> Self:
        """Count them once: folds are cuts of it."""
        table = [(each, *each.rows()) for each in choices if each.known]
        names, nones = sorted(table[0][1][0]), sorted(table[0][2])
        return cls(
            names=names,
            nones=nones,
            x=np.array([[row[name] for name in names] for _, rows, _ in table for row in rows]),
            z=np.array([[none[name] for name in nones] for *_, none in table]),
            whose=np.repeat(np.arange(len(table)), [len(rows) for _, rows, _ in table]),
            right=np.array([one.number in each.right for each, *_ in table for one in each.known]),
            weight=np.array([each.weight for each, *_ in table]),
            stream=np.array([each.stream for each, *_ in table]),
            is_new=np.array([each.is_new for each, *_ in table]),
            is_appeal=np.array([each.is_appeal for each, *_ in table]),
            join=np.array([join_of(each.mine, one) for each, *_ in table for one in each.known]),
        )

    def without(self, stream: str) -> Self:
        """All other streams."""
        kept = self.stream != stream
        rows = kept[self.whose]
        renumbered = (np.cumsum(kept) - 1)[self.whose[rows]]
        cut = {"x": self.x[rows], "z": self.z[kept], "whose": renumbered, "right": self.right[rows]}
        return replace(self, **cut, weight=self.weight[kept], stream=self.stream[kept])


def fit(table: ChoiceTable) -> Sameness:
    """Weights by name; no thresholds yet."""
    spread, spread_none = table.x.std(axis=0) + 1e-6, table.z.std(axis=0) + 1e-6
    z = np.column_stack((np.ones(len(table.z)), table.z / spread_none))
    solved = _minimum(table.x / spread, z, table, [*map(_side, table.names), *[(None, None)] * z.shape[1]])
    wide = len(table.names)
    plain = np.concatenate((solved[:wide] / spread, solved[wide + 1 :] / spread_none))
    weights = {name: round(float(weight), 4) for name, weight in zip([*table.names, *table.nones], plain, strict=True)}
    return Sameness(weights=weights, bias=round(float(solved[wide]), 4), joined=1.0, joined_anywhere=1.0, budget=0.0, least=LEAST, tops=())


def _side(name: str) -> tuple[float | None, float | None]:
    """What both share never speaks against one trouble, what differs never for it."""
    return (None, 0.0) if name.endswith("_apart") else (None, None) if name.endswith("_squared") else (0.0, None)


def _minimum(x: Doubles, z: Doubles, table: ChoiceTable, sides: Sequence[tuple[float | None, float | None]]) -> Doubles:
    """Of the candidates of a text and «none» one is right; several right ones share it."""
    whose, right, weight = table.whose, table.right, table.weight
    has = np.bincount(whose, right) > 0
    count, wide = len(z), x.shape[1]
    free = np.arange(wide + z.shape[1]) != wide  # the bias costs nothing

    def loss(point: Doubles) -> tuple[float, Doubles]:
        some, none = x @ point[:wide], z @ point[wide:]
        top = none.copy()
        np.maximum.at(top, whose, some)
        each, nobody = np.exp(some - top[whose]), np.exp(none - top)
        total = nobody + np.bincount(whose, each, count)
        hit = np.where(has, np.bincount(whose, each * right, count), nobody)
        slope = np.where(right, each / np.maximum(hit[whose], 1e-300), 0.0) - each / total[whose]
        slope_none = ~has - nobody / total
        gradient = np.concatenate((x.T @ (weight[whose] * slope), z.T @ (weight * slope_none)))
        held = PENALTY * point * free
        return float(-(weight * np.log(np.maximum(hit, 1e-300) / total)).sum() + held @ point / 2), held - gradient

    start = np.zeros(wide + z.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=sides, options={"maxiter": 500}).x)


def with_lines(made: Sameness, table: ChoiceTable) -> Sameness:
    """The weights with their lines.

    From which p a text joins, on how many new cards an offer stands: each stream is judged by weights that never saw it.
    """
    likeliest: list[tuple[float, bool, Join]] = []  # p, whether an offer would be right, whether it may join
    joins: dict[Join, list[tuple[float, bool]]] = {join: [] for join in Join}
    starts = np.searchsorted(table.whose, np.arange(len(table.z) + 1))
    for out in sorted(set(table.stream) - {""}):
        learned = fit(table.without(out))
        logits = table.x @ [learned.weights[name] for name in table.names]
        none = table.z @ [learned.weights[name] for name in table.nones] + learned.bias
        for n in np.flatnonzero(table.stream == out):
            these = slice(starts[n], starts[n + 1])
            p = np.exp(logits[these] - np.logaddexp.reduce([*logits[these], none[n]]))
            best = np.argsort(-p, kind="stable")[:MOST_OFFERS]
            right = table.right[these][best]
            if table.is_appeal[n]:
                joins[Join(table.join[these][best[0]])].append((p[best[0]], right[0]))
            if table.is_new[n]:
                likeliest.append((float(p[best[0]]), bool(right.any()), Join(table.join[these][best[0]])))
    joined, joined_anywhere = _lowest_pair(joins[Join.SPOT], joins[Join.ANYWHERE])
    made = replace(made, joined=joined, joined_anywhere=joined_anywhere)
    tops = sorted(((p, right) for p, right, join in likeliest if p < needed(made, join)), reverse=True)
    budget = next((share for share in BUDGETS if _right(tops[: int(share * len(tops))]) >= OFFERS_RIGHT), BUDGETS[-1])
    rising = [round(p, 4) for p, _ in reversed(tops)]
    return replace(
        made,
        budget=budget,
        tops=[rising[(2 * n + 1) * len(rising) // (2 * REMEMBERED)] for n in range(REMEMBERED)],
        reason=REASON,
    )


def _right(judged: Sequence[tuple[float, bool]]) -> float:
    return sum(right for _, right in judged) / len(judged) if judged else 1.0


def _lowest_pair(spot: list[tuple[float, bool]], anywhere: list[tuple[float, bool]]) -> tuple[float, float]:
    """The two lines of p by which most join rightly and few wrongly.

    One by one they hang on a few texts: a single wrong one at the top closed the second line altogether.
    """
    lines, right = [], []
    for judged in (spot, anywhere):
        judged.sort(reverse=True)
        lines.append([1.0, *(round(float(p), 4) for p, _ in judged)])
        right.append(np.cumsum([0, *(told for _, told in judged)]))
    rights = np.add.outer(*right)
    joined = np.add.outer(*(np.arange(len(each)) for each in lines))
    best = np.argmax(np.where(rights >= JOINS_RIGHT * joined, rights, -1))
    first, second = np.unravel_index(best, rights.shape)
    return lines[0][first], lines[1][second]


def learn(
    out: Path,
    *,
    corpus: Path = CORPUS,
    taxonomy: Taxonomy,
    files: Sequence[Path] = (),
    judged: Sequence[Path] = (),
    left_out: Sequence[Path] = (),
) -> Sameness:
    """Read streams with the weights at `out`, fit, write. Raises BadTable.

    `files`: those that `train` takes; words of a portal's letters among them are counted too; without them the words stay as counted.
    `judged`: pairs of districts. `left_out`: weights that never saw some of the streams, fold by fold: who was taught by a stream
    knows its topics too well to say how sure a join must be.
    """
    file = out.with_name(FILE)
    if files or not file.exists():
        write(file, _counted(corpus, taxonomy, files), None)
    common = load_common(file)
    reader = Reader(None, taxonomy, weights=out)
    readers = [Reader(None, taxonomy, weights=each) for each in left_out] or [reader]
    made = learned_from(
        [*stream_choices(readers, taxonomy, corpus / "streams"), *judged_choices(list(read_pairs(out.parent, judged)), reader)]
    )
    write(file, common, made)
    return made


def learned_from(choices: Sequence[CardChoice]) -> Sameness:
    """Weights and lines."""
    table = ChoiceTable.of(choices)
    return with_lines(fit(table), table)


def _counted(corpus: Path, taxonomy: Taxonomy, files: Sequence[Path]) -> dict[int, int]:
    examples = read_examples(files, (), corpus, taxonomy)
    letters = [each.text for each in examples if each.writer is None and each.is_appeal and len(each.text) > SHORT_LETTER][:LETTERS]
    return common_words([*(post.text for post in read_posts(corpus, taxonomy)), *letters])


def write(file: Path, common: Mapping[int, int], made: Sameness | None) -> None:
    """The file that the reader and the domain share."""
    body = {"common": common, **(asdict(made) if made else {})}
    file.write_text(json.dumps(body, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
