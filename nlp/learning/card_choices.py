"""Choices that streams hold: a new text amid the cards that are open then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from incidents.ids import IncidentId
from incidents.reading import Reading
from incidents.sameness.fingerprint import Fingerprint
from incidents.sameness.one_problem import MOST_CANDIDATES, OF_A_GROUP, OF_A_PLACE, VOICES, Join, Lookalike, join_of
from incidents.sameness.sameness_features import ComparedText, Features, features, none_features, source_rarity
from nlp.district_files import Taxonomy, load_district
from nlp.learning.corpus import Json
from nlp.learning.streams import Stream, opened, streams_in
from nlp.reader import Reader

JUDGED = 0.3  # what a pair of a district weighs, in messages of a stream


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """A new card's text and its candidates. `right`: those of its trouble; `weight`: in messages."""

    stream: str
    mine: ComparedText
    known: Sequence[Lookalike]
    right: frozenset[int]
    is_new: bool = True  # no rule joined it
    is_appeal: bool = True  # talk that joins a card does it no harm: it says nothing of where joins begin
    weight: float = 1.0

    def rows(self) -> tuple[list[Features], Features]:
        """Numbers of each candidate, and of «none of these»."""
        sources = [each.said[0][0] for each in self.known]
        told = [
            features(self.mine, [one for _, one in each.said], each.place, rarity=source_rarity(self.mine.source_id, source, sources))
            for each, source in zip(self.known, sources, strict=True)
        ]
        return told, none_features(self.mine, len(told))


def choices_of(stream: Stream, reader: Reader) -> Iterator[CardChoice]:
    """Every message that gets a card, amid what is open then.

    A card is one trouble's until it is mended; a text of the same topic at the same spot joins, rightly or not, as the rules have it.
    """
    own = reader.beside(load_district(stream.district))
    texts = {row["id"]: row["text"] for row in stream.rows}
    known: list[tuple[str, Lookalike]] = []  # with their groups, in the order of the last voice
    stands: dict[int, str | None] = {}
    sources: dict[str, int] = {}
    for number, row in enumerate(stream.rows, start=1):
        reading = own.read(row["text"], community=row["community"], parent_text=texts.get(row["reply_to"]))
        read = Fingerprint.read(reading.fingerprint)
        source = sources.setdefault(row["community"], len(sources))
        if read is not None and (reading.is_appeal or reading.danger):
            mine = ComparedText(fingerprint=read, place=reading.main, source_id=source, is_comment=row["reply_to"] is not None)
            found = _candidates(reading, known)
            joins = next((each for each in found if _joins(mine, each)), None)
            if not row.get("disputed"):
                right = frozenset(each.number for each in found if stands[each.number] in {row["problem"], row["update_of"]} - {None})
                yield CardChoice(stream=stream.name, mine=mine, known=found, right=right, is_new=joins is None, is_appeal=row["is_appeal"])
            if joins is None:
                joins = Lookalike(incident_id=IncidentId(number), number=number, place=reading.main, said=())
                stands[number] = row["problem"]
                known.append((reading.group, joins))
            voices = (*joins.said, (source, read))[:VOICES]
            known = [(group, replace(each, said=voices) if each.number == joins.number else each) for group, each in known]
        if row.get("mended"):
            known = [each for each in known if stands[each[1].number] != row["update_of"]]


def _joins(mine: ComparedText, known: Lookalike) -> bool:
    return mine.fingerprint.likeliest == known.said[0][1].likeliest and join_of(mine, known) is Join.SPOT


def _candidates(reading: Reading, known: Sequence[tuple[str, Lookalike]]) -> list[Lookalike]:
    """As the storage asks for them: what stands at each place, the newest of each likely group, then the newest of all."""
    newest = list(reversed(known))
    kept: dict[int, Lookalike] = {}
    main = reading.main
    for place in filter(None, (main.street_id, main.landmark_id, main.settlement_id)):
        there = [each for _, each in newest if _most_exact(each) == place]
        kept |= {each.number: each for each in there[:OF_A_PLACE]}
    for group, _ in reading.groups:
        kept |= {each.number: each for each in [each for its, each in newest if its == group][:OF_A_GROUP]}
    kept |= {each.number: each for _, each in newest[:MOST_CANDIDATES] if each.number not in kept}
    return list(kept.values())[:MOST_CANDIDATES]


def _most_exact(known: Lookalike) -> str | None:
    place = known.place
    return place.street_id or place.landmark_id or place.settlement_id


def judged_choices(pairs: Sequence[Json], reader: Reader) -> list[CardChoice]:
    """What officials said of two cards: a list of one."""
    out = []
    for number, pair in enumerate(pairs, start=1):
        a, b = (reader.read(pair[side]["text"], community=pair[side].get("community")) for side in "ab")
        earlier, later = Fingerprint.read(a.fingerprint), Fingerprint.read(b.fingerprint)
        if earlier is None or later is None:
            continue
        mine = ComparedText(fingerprint=later, place=b.main, source_id=None, is_comment=False)
        its = Lookalike(incident_id=IncidentId(number), number=number, place=a.main, said=((0, earlier),))
        right = frozenset({number} if pair["same"] else ())
        out.append(CardChoice(stream="", mine=mine, known=[its], right=right, is_new=False, weight=JUDGED))
    return out


def stream_choices(readers: Sequence[Reader], taxonomy: Taxonomy, folder: Path) -> list[CardChoice]:
    """The choices of all streams; the readers take turns, in the order of the files: the folds of who was taught. Raises BadTable."""
    out: list[CardChoice] = []
    for n, path in enumerate(streams_in(folder)):
        with opened(path, taxonomy) as stream:
            out += choices_of(stream, readers[n % len(readers)])
    return out
