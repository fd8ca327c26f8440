"""Separate matters of one post: between which clauses another trouble begins, and what each is about."""

import itertools
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from incidents.reading import Part
from incidents.routing.topic_rules import NETWORKS, is_one_trouble
from nlp.tables import Taxonomy
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
Doubles = npt.NDArray[np.float64]


def opening(piece: Piece) -> tuple[int, ...]:
    """Hashes of the first word and of the first two."""
    return tuple(zlib.crc32(" ".join(piece.words[:count]).encode()) % WORDS for count in (1, 2) if len(piece.words) >= count)


def border_numbers(text: str, pieces: Sequence[Piece], said: Clauses, group_of: npt.NDArray[np.int64]) -> Floats:
    """NAMES of every border between neighbouring clauses, a row a border."""
    count = int(group_of.max()) + 1
    groups = np.array([np.bincount(group_of, weights=p, minlength=count) for p in said.topics])
    words = np.array([len(piece.words) for piece in pieces])
    return np.array([_border(text, pieces, said, groups, words, k) for k in range(1, len(pieces))], dtype=np.float32).reshape(
        -1, len(NAMES)
    )


def _border(text: str, pieces: Sequence[Piece], said: Clauses, groups: Doubles, words: npt.NDArray[np.int64], k: int) -> list[float]:
    left, right = slice(max(0, k - BEFORE), k), slice(k, k + BEFORE - 1)
    before, after = groups[left].mean(axis=0), groups[right].mean(axis=0)
    appeal = said.speech["appeal"]
    other = float(before.argmax() != after.argmax())
    return [
        _cosine(before, after),
        _cosine(said.topics[left].mean(axis=0), said.topics[right].mean(axis=0)),
        float(before.max()),
        float(after.max()),
        other,
        other * float(min(before.max(), after.max())),
        _cosine(said.vectors[left].mean(axis=0), said.vectors[right].mean(axis=0)),
        float(appeal[left].max()),
        float(appeal[right].max()),
        float(min(appeal[:k].max(), appeal[right].max())),
        float(pieces[k].sentence != pieces[k - 1].sentence),
        float(np.log1p(words[right].sum())),
        float(np.log1p(words[:k].sum())),
        float(np.log1p(words[k:].sum())),
        float(said.speech["kind:request"][k]),
        float(said.speech["kind:complaint"][k]),
        float(said.speech["kind:question"][k]),
        float(said.speech["mood:angry"][k]),
        float("\n" in text[pieces[k - 1].end : pieces[k].start]),
        float(said.danger[k]),
        _listed(groups, words, k),
    ]


def _listed(groups: Doubles, words: npt.NDArray[np.int64], k: int) -> float:
    """How sure two short neighbours name different troubles: «Дороги нет. Газа нет.»"""
    one, other = groups[k - 1], groups[k]
    is_list = max(words[k - 1], words[k]) <= LISTED and one.argmax() != other.argmax()
    return float(min(one.max(), other.max())) if is_list else 0.0


def _cosine(a: Doubles | Floats, b: Doubles | Floats) -> float:
    return float(a @ b) / (float(np.linalg.norm(a) * np.linalg.norm(b)) + 1e-9)


class Parting:
    """Parts a text into its matters."""

    def __init__(self, taxonomy: Taxonomy, model: Model) -> None:
        self._slugs, self._topics, self._model = tuple(taxonomy.topics), taxonomy.topics, model
        self._group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])

    def parts(self, text: str, prepared: Prepared, rows: Rows, danger: Danger) -> tuple[Part, ...]:
        """Two matters or more of different groups, in the order of the text; () for one, as nearly all are."""
        pieces, borders = prepared.clauses, self._model.borders
        if borders is None or len(pieces) < 2:  # noqa: PLR2004 - one clause has no border
            return ()
        said = self._model.of_clauses(rows.part(1, 1 + len(pieces)))  # behind the whole text
        scores = borders.scores(border_numbers(text, pieces, said, self._group_of), [opening(piece) for piece in pieces[1:]])
        begins = [int(n) + 1 for n in np.flatnonzero(scores > borders.sure) if not _goes_nowhere(pieces[n + 1])]
        cuts = [0, *begins, len(pieces)]
        if len(cuts) == 2:  # noqa: PLR2004 - its two ends
            return ()
        sections = [pieces[a:b] for a, b in itertools.pairwise(cuts)]
        found = [self._part(text, section, danger) for section in sections]
        first = [section[0].sentence for section in sections]
        parts = _apart([part for n, part in enumerate(found) if not (n and first[n] == first[n - 1] and _is_one_cause(found[n - 1], part))])
        return parts if len(parts) > 1 else ()

    def _part(self, text: str, pieces: Sequence[Piece], danger: Danger) -> Part:
        start, end = pieces[0].start, pieces[-1].end
        whole = Piece(text[start:end], tuple(word for piece in pieces for word in piece.words), start, end)
        p = self._model.topics(whole)
        by_group = np.bincount(self._group_of, weights=p)
        best = int(by_group.argmax())
        topic = self._slugs[int(np.where(self._group_of == best, p, -1.0).argmax())]
        is_dangerous = danger.grade is not None and start <= danger.start < end
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
