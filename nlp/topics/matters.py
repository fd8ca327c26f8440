"""Separate matters of one post: between which clauses another trouble begins, and what each is about."""

import itertools
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from incidents.reading import Part
from incidents.routing.topic_rules import NETWORKS, is_one_trouble
from nlp.district_files import Taxonomy
from nlp.text.prepared import Piece, Prepared
from nlp.topics.borders import NAMES, WORDS
from nlp.topics.danger import Danger
from nlp.topics.feature_rows import Floats, Rows
from nlp.topics.model import Clauses, Model

BEFORE, AFTER = 3, 2  # clauses on either side of a border that are compared
MOST = 6  # matters of one text
WHERE_TO = frozenset({"в", "во", "на", "до", "к", "ко"})
SURE = 0.5  # the probability of its group below which a section is no matter of its own
LISTED = 4  # words of a clause that only names what people lack
TINY = 1e-9
Doubles = npt.NDArray[np.float64]


def opening(piece: Piece) -> tuple[int, ...]:
    """Hashes of the first word and of the first two."""
    return tuple(zlib.crc32(" ".join(piece.words[:count]).encode()) % WORDS for count in (1, 2) if len(piece.words) >= count)


def border_numbers(text: str, pieces: Sequence[Piece], said: Clauses, group_of: npt.NDArray[np.int64]) -> Floats:
    """NAMES of every border between neighbouring clauses, a row a border."""
    if len(pieces) < 2:  # noqa: PLR2004 - one clause has no border
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    count = int(group_of.max()) + 1
    groups = np.array([np.bincount(group_of, weights=p, minlength=count) for p in said.topics])
    words = np.array([len(piece.words) for piece in pieces])
    before, after = _around(groups)
    sure_before, sure_after = before.max(axis=1), after.max(axis=1)
    other = (before.argmax(axis=1) != after.argmax(axis=1)).astype(np.float64)
    appeal = said.speech["appeal"]
    appeal_before, appeal_after = _highest_around(appeal)
    words_after = np.append(words[1:] + np.append(words[2:], 0), 0)[: len(words) - 1]
    total = np.cumsum(words)
    numbers = (
        _cosines(before, after),
        _cosines(*_around(said.topics)),
        sure_before,
        sure_after,
        other,
        other * np.minimum(sure_before, sure_after),
        appeal_before,
        appeal_after,
        np.minimum(np.maximum.accumulate(appeal)[:-1], appeal_after),
        [one.sentence != two.sentence for one, two in itertools.pairwise(pieces)],
        np.log1p(words_after),
        np.log1p(total[:-1]),
        np.log1p(total[-1] - total[:-1]),
        *(said.speech[name][1:] for name in ("kind:request", "kind:complaint", "kind:question", "mood:angry")),
        ["\n" in text[one.end : two.start] for one, two in itertools.pairwise(pieces)],
        said.danger[1:],
        _listed(groups, words),
    )
    return np.stack([np.asarray(each, dtype=np.float32) for each in numbers], axis=1)


def _around(rows: Floats | Doubles) -> tuple[Doubles, Doubles]:
    """Means of the BEFORE clauses before each border and of the AFTER ones behind it, a row a border."""
    count = len(rows)
    none = np.zeros((BEFORE - 1, rows.shape[1]), dtype=rows.dtype)
    padded = np.concatenate((none, rows, none[: AFTER - 1]))
    borders = np.arange(1, count, dtype=rows.dtype)[:, None]
    before = sum((padded[n : n + count - 1] for n in range(1, BEFORE)), padded[: count - 1])
    after = sum((padded[n : n + count - 1] for n in range(BEFORE + 1, BEFORE + AFTER)), padded[BEFORE : BEFORE + count - 1])
    return before / np.minimum(borders, BEFORE), after / np.minimum(count - borders, AFTER)


def _highest_around(scores: Floats) -> tuple[Floats, Floats]:
    """The same with the highest of each side."""
    count = len(scores)
    none = np.full(BEFORE - 1, -np.inf, dtype=scores.dtype)
    padded = np.concatenate((none, scores, none[: AFTER - 1]))
    before = np.max([padded[n : n + count - 1] for n in range(BEFORE)], axis=0)
    return before, np.max([padded[n : n + count - 1] for n in range(BEFORE, BEFORE + AFTER)], axis=0)


def _listed(groups: Doubles, words: npt.NDArray[np.int64]) -> Doubles:
    """How sure two short neighbours name different troubles: «Дороги нет. Газа нет.»"""
    sure, best = groups.max(axis=1), groups.argmax(axis=1)
    is_list = (np.maximum(words[:-1], words[1:]) <= LISTED) & (best[:-1] != best[1:])
    return np.where(is_list, np.minimum(sure[:-1], sure[1:]), 0.0)


def _cosines(a: Doubles | Floats, b: Doubles | Floats) -> Doubles:
    """Of rows side by side."""
    lengths = np.sqrt((a * a).sum(axis=1)) * np.sqrt((b * b).sum(axis=1))
    return np.asarray((a * b).sum(axis=1) / (lengths + 1e-9), dtype=np.float64)


def half_numbers(pieces: Sequence[Piece], said: Clauses, group_of: npt.NDArray[np.int64]) -> Floats:
    """HALVES of every border, a row a border: what all clauses before it say together, and all after it.

    Scores of a long text are near those of its clauses, each by the root of its length.
    """
    words = np.array([max(1, len(piece.words)) for piece in pieces], dtype=np.float64)
    root, total = np.sqrt(words)[:, None], np.cumsum(words)[:-1, None]
    sides = (total, words.sum() - total)
    logs, appeals = root * np.log(said.topics + TINY), root * said.speech["appeal"][:, None]
    topics = [_softmax(some / np.sqrt(many)) for some, many in zip(_sums(logs), sides, strict=True)]
    trouble = np.minimum(*(some / np.sqrt(many) for some, many in zip(_sums(appeals), sides, strict=True)))[:, 0]
    of_group = np.eye(int(group_of.max()) + 1)[group_of]
    one, two = (some @ of_group for some in topics)
    whole = _softmax(logs.sum(axis=0, keepdims=True) / np.sqrt(words.sum()))[0] @ of_group
    other = (one.argmax(axis=1) != two.argmax(axis=1)).astype(np.float64)
    surer, surest = np.minimum(one.max(axis=1), two.max(axis=1)), np.maximum(one.max(axis=1), two.max(axis=1))
    first, even = int(whole.argmax()), np.ones(len(total))
    leans = one[:, first] - two[:, first]
    numbers = (
        _cosines(one, two),
        _cosines(*topics),
        other,
        surer,
        other * surer,
        trouble,
        1 - surest,
        even * whole.max(),
        even * np.sort(whole)[-2],
        leans,
        np.abs(leans),
        total[:, 0] / words.sum(),
        np.minimum(one, two).sum(axis=1),
    )
    return np.stack([np.asarray(each, dtype=np.float32) for each in numbers], axis=1)


def _sums(rows: Floats | Doubles) -> tuple[Doubles, Doubles]:
    """Of the rows before each border, and of those behind it."""
    before = np.cumsum(rows, axis=0, dtype=np.float64)
    return before[:-1], before[-1] - before[:-1]


def _softmax(logs: Doubles) -> Doubles:
    exp = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True), dtype=np.float64)


class Parting:
    """Parts a text into its matters."""

    def __init__(self, taxonomy: Taxonomy, model: Model) -> None:
        self._slugs, self._topics, self._model = tuple(taxonomy.topics), taxonomy.topics, model
        self.group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])

    def parts(self, text: str, prepared: Prepared, rows: Rows, danger: Danger) -> tuple[Part, ...]:
        """Two matters or more of different groups, in the order of the text; () for one, as nearly all are."""
        pieces, several = prepared.clauses, self._model.several
        if several is None or len(pieces) < 2:  # noqa: PLR2004 - one clause has no border
            return ()
        said = self._model.of_clauses(rows.part(1, 1 + len(pieces)))  # behind the whole text
        numbers = np.hstack((border_numbers(text, pieces, said, self.group_of), half_numbers(pieces, said, self.group_of)))
        begins = several.begins(numbers, [opening(piece) for piece in pieces[1:]])
        return self.cut(text, pieces, begins, danger)

    def cut(self, text: str, pieces: Sequence[Piece], begins: Sequence[int], danger: Danger | None = None) -> tuple[Part, ...]:
        """The matters of a text whose sections begin at these clauses."""
        cuts = [0, *(n for n in begins if not _goes_nowhere(pieces[n])), len(pieces)]
        if len(cuts) == 2:  # noqa: PLR2004 - its two ends
            return ()
        sections = [pieces[a:b] for a, b in itertools.pairwise(cuts)]
        found = [self._part(text, section, danger) for section in sections]
        first = [section[0].sentence for section in sections]
        parts = _apart([part for n, part in enumerate(found) if not (n and first[n] == first[n - 1] and _is_one_cause(found[n - 1], part))])
        return parts if len(parts) > 1 else ()

    def _part(self, text: str, pieces: Sequence[Piece], danger: Danger | None) -> Part:
        start, end = pieces[0].start, pieces[-1].end
        whole = Piece(text[start:end], tuple(word for piece in pieces for word in piece.words), start, end)
        p = self._model.topics(whole)
        by_group = np.bincount(self.group_of, weights=p)
        best = int(by_group.argmax())
        topic = self._slugs[int(np.where(self.group_of == best, p, -1.0).argmax())]
        is_dangerous = danger is not None and danger.grade is not None and start <= danger.start < end
        return Part(group=self._topics[topic].group, topic=topic, span=(start, end), score=float(by_group[best]), danger=is_dangerous)


def _goes_nowhere(piece: Piece) -> bool:
    """Whether a clause says where one cannot get to, which follows from a trouble: «ни в аптеку, ни до почты не дойти»."""
    return piece.words[:1] == ("ни",) and piece.words[1:2] != () and piece.words[1] in WHERE_TO


def _is_one_cause(part: Part, other: Part) -> bool:
    """Whether one sentence tells of networks that stop together: «ни света, ни воды»."""
    return part.topic in NETWORKS and other.topic in NETWORKS


def _apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """One part a trouble: what goes on with the same one joins it, the surer topic stands, what is about nothing is left out."""
    kept: list[Part] = []
    for part in parts:
        if part.score < SURE and not part.danger:
            continue
        same = next((n for n, each in enumerate(kept) if each.group == part.group or is_one_trouble(each.topic, part.topic)), None)
        if same is None:
            kept.append(part)
        elif (part.danger, part.score) > (kept[same].danger, kept[same].score):
            kept[same] = replace(part, span=kept[same].span)
    return tuple(kept[:MOST])


def leading(parts: Sequence[Part], group: str, *, danger: bool) -> Part | None:
    """The part that the reading speaks of: the dangerous one, else that of the likeliest group, else the first.

    None: there are no parts, or the danger stands in none of them and says itself whose it is.
    """
    if danger:
        return next((part for part in parts if part.danger), None)
    return next((part for part in parts if part.group == group), parts[0] if parts else None)
