"""Dangers as frames: words of several classes that stand together in one clause («дым» and «подъезд»), and what undoes them."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import DangerGrade
from nlp.text.tokens import Token
from nlp.text.words import words_for

ENDS = frozenset(".!?;…\n")
ABBREVIATIONS = words_for(__name__)["abbreviations"]
CACHE = 50_000
NEAR = 4  # words from a threat within which a joke or a film undoes it
DENIAL = frozenset({"не", "ни", "нет", "без"})
BESIDE = 3  # words: where a class that undoes a frame must stand
BRIEF = frozenset({"safety_fire", "safety_alerts", "animals_attack"})  # what happened long ago is over, whatever was left undone
_FILE = Path(__file__).parent.parent / "data" / "hazards.toml"

Places = dict[str, list[tuple[int, int]]]
Classes = tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Classes that must all be met within so many words; the first tells what happens, «не» before it denies it."""

    grade: DangerGrade
    needs: tuple[str, ...]
    within: int
    topic: str | None = None
    unless: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A frame that was met by the tokens [i, j)."""

    grade: DangerGrade
    topic: str | None
    i: int
    j: int


class WordClasses:
    """Names of the classes that a word belongs to, by whole words, beginnings and short phrases."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._heads: dict[str, set[str]] = defaultdict(set)
        self._phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self._cache: dict[str, Classes] = {}
        for name, text in lists.items():
            for entry in text.split():
                first, *rest = (word for word in entry.split("_") if word)
                if rest:
                    self._phrases[first.rstrip("*")[:3]].append((name, (first, *rest)))
                elif first.endswith("*"):
                    self._heads[first[:-1]].add(name)
                else:
                    self._whole[first].add(name)
        self._lengths = sorted({len(head) for head in self._heads})

    def of(self, word: str) -> Classes:
        """Classes of one mended word, and phrases that it may begin."""
        known = self._cache.get(word)
        if known is None:
            found = set(self._whole.get(word, ()))
            for length in self._lengths:
                if length > len(word):
                    break
                found |= self._heads.get(word[:length], set())
            phrases = tuple(each for each in self._phrases.get(word[:3], ()) if _is(word, each[1][0]))
            if len(self._cache) > CACHE:
                self._cache.clear()
            known = self._cache[word] = tuple(found), phrases
        return known

    def places(self, words: list[str]) -> Places:
        """Where each class stands among the words, as [i, j), in order."""
        out: Places = {}
        for i, word in enumerate(words):
            names, phrases = self._cache.get(word) or self.of(word)
            for name in names:
                out.setdefault(name, []).append((i, i + 1))
            for name, phrase in phrases:
                j = i + len(phrase)
                if j <= len(words) and all(map(_is, words[i + 1 : j], phrase[1:])):
                    out.setdefault(name, []).append((i, j))
        return out


def _is(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def sentences(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens between full stops and new lines; an abbreviation's stop ends nothing."""
    start = 0
    for n, token in enumerate(tokens):
        is_end = token.word in ENDS and not (token.word == "." and n and tokens[n - 1].word in ABBREVIATIONS)
        if token.first and n > start and not (tokens[n - 1].word == "." and n > 1 and tokens[n - 2].word in ABBREVIATIONS):
            yield start, n
            start = n
        if is_end:
            yield start, n + 1
            start = n + 1
    if start < len(tokens):
        yield start, len(tokens)


class Hazards:
    """The frames of `nlp/data/hazards.toml`."""

    def __init__(self) -> None:
        data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        self._words = WordClasses(data["words"] | data["veto"])
        self._frames: dict[str, list[Frame]] = defaultdict(list)
        for each in data["frame"]:
            each["grade"], each["needs"] = DangerGrade(each["grade"]), tuple(each["needs"])
            frame = Frame(**each)
            self._frames[frame.needs[0]].append(frame)
        self._needs = {frozenset(frame.needs) for frames in self._frames.values() for frame in frames}
        self._kinds = [(each["topic"], frozenset(each["needs"])) for each in data["kind"]]

    def find(self, tokens: list[Token]) -> Hazard | None:
        """The gravest threat of a text, the first of equals."""
        best: Hazard | None = None
        views = [(start, *self._view(tokens, start, end)) for start, end in sentences(tokens)]
        for n, (_, at, words, places) in enumerate(views):
            after = views[n + 1][3] if n + 1 < len(views) else {}
            before = views[n - 1][3] if n else {}
            for name in places.keys() & self._frames.keys():
                for frame in self._frames[name]:
                    met = self._meet(frame, words, places)
                    if met is None or is_undone(places, before, after, met) or (frame.topic in BRIEF and "long_ago" in places):
                        continue
                    grade = frame.grade
                    if grade is DangerGrade.NOW and any(met[0] - 6 <= i < met[1] for i, _ in places.get("conditional", ())):
                        grade = DangerGrade.RISK
                    found = Hazard(grade=grade, topic=frame.topic, i=at[met[0]], j=at[met[1] - 1] + 1)
                    if best is None or _order(found) < _order(best):
                        best = found
        return best

    def is_undone(self, tokens: list[Token], start: int, end: int) -> bool:
        """Whether words around the code points [start, end) of the text make a threat a memory, a joke or an advertisement."""
        views = [self._view(tokens, i, j) for i, j in sentences(tokens)]
        for n, (at, _, places) in enumerate(views):
            if at and tokens[at[0]].start <= end and tokens[at[-1]].end > start:
                if "lamp" in places and "burning" in places and "smoke" not in places:
                    return True
                inside = [k for k, m in enumerate(at) if tokens[m].end > start and tokens[m].start < end] or [0]
                after = views[n + 1][2] if n + 1 < len(views) else {}
                before = views[n - 1][2] if n else {}
                return is_undone(places, before, after, (inside[0], inside[-1] + 1))
        return False

    def topic_of(self, tokens: list[Token], start: int, end: int) -> str | None:
        """The topic of a threat told by the code points [start, end)."""
        places = self._words.places([token.word for token in tokens if token.end > start and token.start < end])
        return next((topic for topic, needs in self._kinds if needs <= places.keys()), None)

    def speaks(self, tokens: list[Token], i: int, j: int) -> bool:
        """Whether a grave word stands among the tokens [i, j)."""
        return "grave" in self._view(tokens, i, j)[2]

    def are_near(self, words: list[str]) -> bool:
        """Whether mended words have a grave one among them, or two classes of one frame: not yet a danger, but the words of one."""
        met = self._words.places(words).keys()
        return "grave" in met or any(len(needs & met) > 1 for needs in self._needs)

    def _view(self, tokens: list[Token], i: int, j: int) -> tuple[list[int], list[str], Places]:
        at = [n for n in range(i, j) if tokens[n].is_word or tokens[n].is_number]
        words = [tokens[n].word for n in at]
        places = self._words.places(words)
        if "solved" in places:
            places["solved"] = [span for span in places["solved"] if span[0] == 0 or words[span[0] - 1] not in DENIAL]
            if not places["solved"]:
                del places["solved"]
        return at, words, places

    def _meet(self, frame: Frame, words: list[str], places: Places) -> tuple[int, int] | None:
        """The first stretch of words where every class of the frame has its own word."""
        if any(name not in places for name in frame.needs):
            return None
        other = [i for i, _ in places.get(frame.unless, ())] if frame.unless else []
        for span in places[frame.needs[0]]:
            if span[0] and words[span[0] - 1] in DENIAL:
                continue
            taken = [span]
            for name in frame.needs[1:]:
                free = [other for other in places[name] if _is_free(other, taken, words)]
                if not free:
                    break
                taken.append(min(free, key=lambda other: abs(other[0] - span[0])))
            if len(taken) == len(frame.needs):
                i, j = min(t[0] for t in taken), max(t[1] for t in taken)
                if j - i <= frame.within + 1 and not any(i - BESIDE <= at < j + BESIDE for at in other):
                    return i, j
        return None


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]], words: list[str]) -> bool:
    """Whether a word is not denied and plays no other part already."""
    return (not span[0] or words[span[0] - 1] != "не") and all(span[0] >= t[1] or span[1] <= t[0] for t in taken)


def is_undone(places: Places, before: Places, after: Places, met: tuple[int, int]) -> bool:
    """Whether the words beside a threat, its sentence or the next one say that it is over, a joke, a drill, a story."""
    is_told = any(met[0] - NEAR <= i < met[1] + NEAR for name in ("media", "joke") for i, _ in places.get(name, ()))
    is_smoked = "feast" in places and "gas" not in places  # a barbecue; but who smokes where it smells of gas makes it worse
    if is_told or is_smoked or "drill" in before or any(name in places for name in ("drill", "how", "advert")):
        return True
    if "still" in places or "still" in after:
        return False
    is_over = "solved" in after or any(i > met[0] for i, _ in places.get("solved", ()))
    is_thanked = "thanks_rescue" in before or any(i < met[0] for name in ("thanks", "thanks_rescue") for i, _ in places.get(name, ()))
    return is_over or is_thanked or "long_ago" in places


def _order(hazard: Hazard) -> tuple[bool, bool, int]:
    return hazard.grade is not DangerGrade.NOW, hazard.topic is None, hazard.i
