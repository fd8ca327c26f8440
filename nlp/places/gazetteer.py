# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""The district's own places, matched by sequences of word forms in any case, with one typo in a long name."""

from dataclasses import dataclass

from incidents.reading import PlaceKind
from nlp.district_files import District, PlaceRow
from nlp.places.candidates import Kinds
from nlp.places.counts import counts_times
from nlp.places.far_towns import cases
from nlp.places.names import NAMED_FOR, area_aliases, bare_street_name, display_name, possessive, words_of
from nlp.places.numerals import CARDINALS, numeral_at, ordinal_value
from nlp.places.scene import Found, Scene, titled
from nlp.text.morph import Is, Morph
from nlp.text.spelling import deletions, within_one
from nlp.text.vocabulary import DISTRICTS, MONTHS
from nlp.text.words import words_for

WORDS = words_for(__name__)
KINDS = {
    "settlement": PlaceKind.SETTLEMENT,
    "street": PlaceKind.STREET,
    "microdistrict": PlaceKind.DISTRICT,
    "landmark": PlaceKind.LANDMARK,
    "institution": PlaceKind.LANDMARK,
    "water": PlaceKind.LANDMARK,
    "route": PlaceKind.ROUTE,
}
GAPS = frozenset('-–—"«»“”„.,№') | NAMED_FOR
GENERIC = WORDS["generic"]
TOWN_AREA = GENERIC | {"гп", "городское", "поселение"}
NONE: set[str] = set()
CACHE = 100_000
ENDINGS = "аеуомыи"
TYPO_FROM = 7  # letters; a shorter name has too many neighbours


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or an alias of a row. `weak`: the same word means something else in ordinary speech."""

    row: PlaceRow
    name: str  # as it is said: «Ленинский» for «Ленина»
    weak: bool
    adjective: bool
    generic: bool  # «поликлиника», «вокзал»: any town has one


class Node:
    """A step in the tree of names."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entries: list[Entry] = []


class Gazetteer:
    """A tree of names over base words, and for each word form the base words that it may stand for."""

    def __init__(self, district: District, morph: Morph) -> None:
        self.district = district
        self._morph = morph
        self._root = Node()
        self._bases: dict[str, set[str]] = {}
        self._mended: dict[str, set[str]] = {}
        self._typos: dict[str, set[str]] = {}
        self.numbered: dict[tuple[str, str], list[str]] = {}  # («школа», «3») → ids
        self.kinds = Kinds(district, morph)
        self.by_name: dict[str, list[str]] = {}  # streets by plain name → ids
        self._towns = {" ".join(words_of(row.name)) for row in district.places.values() if row.kind == "settlement" and not row.is_area}
        for row in district.places.values():
            self._put_row(row)
        for form in [f for f in self._bases if len(f) >= TYPO_FROM]:
            for cut in deletions(form):
                self._typos.setdefault(cut, set()).add(form)
            self._typos.setdefault(form, set()).add(form)

    def _put_row(self, row: PlaceRow) -> None:
        for alias in dict.fromkeys((row.name, *row.aliases, *area_aliases(row))):
            words = [word for word in words_of(alias) if word not in NAMED_FOR]
            if row.is_area and " ".join(w for w in words if w not in TOWN_AREA) in self._towns:
                continue  # «город Конаково», «ГП Редкино»: the town itself
            if len(words) > 1 and row.kind != "route":
                kept = [w for w in words if w not in GENERIC] if row.kind in {"street", "settlement"} and not row.is_area else words
                if row.kind == "settlement" and words[1:] == ["поселок"] and self._morph.is_(words[0], Is.COMMON):
                    self._put(row, words, alias)  # «Рабочий Посёлок»
                words = words if self._morph.is_(" ".join(kept), Is.QUALITY) else kept or words  # of «Село Новое» no «новое» is left
            if words and not all(w.isdigit() for w in words):
                self._put(row, words, alias)
                self._put_turned(row, words, alias)
                if row.kind == "street":
                    self.by_name.setdefault(" ".join(words), []).append(row.id)
        self._put_by_number(row)

    def _put_turned(self, row: PlaceRow, words: list[str], alias: str) -> None:
        """«Горки едимоновские», «плёс Шошинский»."""
        if len(words) == 2 and row.kind in {"settlement", "water"} and words[0].endswith(("ский", "ская", "ское", "ские")):
            self._put(row, words[::-1], alias)

    def _put_by_number(self, row: PlaceRow) -> None:
        for alias in (row.name, *row.aliases):
            words = words_of(alias)
            digits = [w for w in words if w.isdigit()]
            if row.kind == "route" and words[0].isdigit():
                self.numbered.setdefault(("маршрут", digits[0]), []).append(row.id)
            elif row.kind == "institution" and len(digits) == 1:
                kind = numbered_kind(row.type_word)
                if kind and row.id not in self.numbered.setdefault((kind, digits[0]), []):
                    self.numbered[kind, digits[0]].append(row.id)

    def _put(self, row: PlaceRow, words: list[str], alias: str) -> None:
        node = self._root
        agrees = row.kind == "settlement" and len(words) == 1 and alias[:1].islower() and words[0].endswith("ий")
        for word in words:
            base = f"{word}~" if agrees else word  # «редкинский» agrees with anything, «Новозавидовский» is masculine
            for form in self._forms(word, row, every=agrees) | (possessive(word) if word != words[-1] else NONE):
                self._bases.setdefault(form, set()).add(base)
            node = node.next.setdefault(base, Node())
        single = words[0] if len(words) == 1 else ""
        flags = self._morph.form(single).flags if single else 0
        weak = bool(single) and (bool(flags & Is.COMMON) or len(single) < 4) and not agrees
        weak = weak or (len(words) == 2 and words[0].isdigit() and words[1] in MONTHS)
        weak = weak or (bool(single) and row.kind == "settlement" and not row.is_sure and self._morph.knows(single))
        weak = weak or (words[1:] == ["поселок"] and self._morph.is_(words[0], Is.COMMON))  # «рабочий посёлок Редкино»
        generic = bool(single) and bool(flags & Is.COMMON) and row.kind in {"landmark", "institution", "route", "water"}
        generic = generic and alias[:1].islower()  # «Надежда» and «Современник» are names
        name = row.name if words == words_of(row.name) else titled(words)
        node.entries.append(Entry(row=row, name=name, weak=weak, adjective=agrees, generic=generic))

    def _forms(self, word: str, row: PlaceRow, *, every: bool) -> set[str]:
        if row.is_area and word in DISTRICTS:
            return {form for form, canon in DISTRICTS.items() if canon == DISTRICTS[word]}
        if word.isdigit() or len(word) < 3:
            return {word}
        if row.kind == "street" and not self._morph.is_(word, Is.ADJ_NOMN):
            return {word}  # «Ленина», «Строителей» never change
        forms = self._morph.all_forms(word, every=every)
        if row.kind in {"settlement", "microdistrict", "landmark"} and word[-3:] in {"ово", "ево", "ино", "ыно"}:
            forms |= {word[:-1] + ending for ending in ("о", "а", "у", "ом", "е")}
        if row.kind == "settlement" and word.endswith(("ы", "и")) and not row.is_area:
            forms |= {stem + ending for stem, endings in cases(word) for ending in endings}  # «в Плосках», «из Озёрок»
        return forms

    def of_number(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Institutions elsewhere of the same kind and number: «садик 10» is an alias of one of two."""
        row = self.district.places[ids[0]]
        digits = [word for word in words_of(row.name) if word.isdigit()]
        if row.kind != "institution" or len(digits) != 1:
            return ()
        return tuple(id_ for id_ in self.numbered.get((numbered_kind(row.type_word) or "", digits[0]), ()) if id_ not in ids)

    def inside(self, area_id: str) -> list[str]:
        """Settlements of an area."""
        return [row.id for row in self.district.places.values() if row.parent_id == area_id and row.kind == "settlement"]

    def bases(self, word: str) -> set[str]:
        """Base words that a form stands for; a long unknown word may hold one typo."""
        found = self._bases.get(word)
        if found is not None or len(word) < TYPO_FROM:
            return found or NONE
        found = self._mended.get(word)
        if found is None:
            if len(self._mended) > CACHE:
                self._mended.clear()
            found = self._mended[word] = NONE if self._morph.knows(word) else self._near(word)
        return found

    def _near(self, word: str) -> set[str]:
        """Base words of names one edit away."""
        near: set[str] = set(self._typos.get(word, ()))
        for cut in deletions(word):
            near |= self._typos.get(cut, set())
        near = {form for form in near if abs(len(form) - len(word)) <= 1 and form[0] == word[0] and within_one(form, word)}
        return set().union(*(self._bases[form] for form in near)) if near else set()

    def matches(self, scene: Scene, i: int) -> list[tuple[int, list[Entry], bool]]:
        """Names that begin at token i: the index after them, their entries and whether a typo was mended."""
        token = scene.tokens[i]
        counts = token.is_number or token.word in CARDINALS or ordinal_value(token.word)
        if not (counts or self.bases(token.word) or self.bases(_in_capitals(scene, i))):
            return []  # most words
        out: dict[tuple[int, bool], list[Entry]] = {}
        stack = [(self._root, i, False)]
        while stack:
            node, at, mended = stack.pop()
            entries = [entry for entry in node.entries if entry.row.is_sure or not mended]  # nobody verified it: no slip is forgiven
            if entries:
                out.setdefault((at, mended), []).extend(entries)
            if not node.next:
                continue
            k = _past_gaps(scene, at) if at > i else at
            if k >= len(scene.tokens):
                continue
            word = scene.word(k)
            after = k + 1
            if scene.is_number(k):
                ordinal = scene.ordinal(k)
                after = ordinal[1] if ordinal else k  # «14ми в очереди» is no school
            options = {word} if scene.is_number(k) else self.bases(word) or self.bases(_in_capitals(scene, k))
            spoken = None if scene.is_number(k) else numeral_at(scene.word, k)
            if spoken and spoken[0] in node.next and (k == i or not counts_times(scene.word(spoken[1] - 1), scene.word(spoken[1]))):
                stack.append((node.next[spoken[0]], spoken[1], mended))
            typo = word not in self._bases and not scene.is_number(k) and spoken is None
            steps = sorted(base for base in options if base in node.next)  # sets come in another order in each process
            stack.extend((node.next[base], after, mended or typo) for base in steps if after > k)
        return [(at, out[at, mended], mended) for at, mended in sorted(out, key=lambda match: (-match[0], match[1]))]


def _in_capitals(scene: Scene, i: int) -> str:
    """The letters of an abbreviation that is declined: «на РОЗе» is РОЗ, «за ГРЭСом»; «» of any other word."""
    if not scene.is_cap(i):
        return ""  # most words
    text = scene.text[scene.tokens[i].start : scene.tokens[i].end]
    stem = text.rstrip(ENDINGS)
    return stem.lower() if stem != text and len(stem) > 2 and stem.isupper() else ""


def _past_gaps(scene: Scene, at: int) -> int:
    """The index after at most three signs that a name may have between its words."""
    return next(k for k in range(at, at + 4) if k == at + 3 or scene.word(k) not in GAPS)


def numbered_kind(type_word: str) -> str | None:
    """The kind of a numbered institution: schools, gymnasia and lycea share their numbers."""
    word = type_word.lower()
    if word in {"школа", "гимназия", "лицей", "сош"}:
        return "школа"
    return "детский сад" if word.startswith("детский сад") else word or None


def found_of(scene: Scene, i: int, j: int, entries: list[Entry], *, score: float) -> Found:
    """A place of the gazetteer as a find; an area is a district, not a settlement."""
    entries = [entry for entry in entries if not entry.row.is_area] or entries
    first = entries[0].row
    kind = PlaceKind.DISTRICT if first.is_area else KINDS[first.kind]
    return Found(
        kind=kind,
        i=i,
        j=j,
        norm=display_name(first) if kind is not PlaceKind.STREET else bare_street_name(entries[0].name, [entry.row for entry in entries]),
        name=" ".join(words_of(first.name)),
        ids=tuple(dict.fromkeys(entry.row.id for entry in entries)),
        score=score,
        weak=all(entry.weak for entry in entries),
        adjective=all(entry.adjective for entry in entries),
        generic=all(entry.generic for entry in entries),
    )
