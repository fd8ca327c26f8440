"""Several requests of one text told apart: enumerations, «а ещё…», «отдельно…», and bare lists of what is lacking."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent.parent / "data" / "parts.toml").read_text(encoding="utf-8"))
LONGEST = 1500  # code points: a longer letter with its numbered papers is left whole
MOST = 6  # requests of one text
WORDS = 3  # of a block that can say something
_END = r"[.!?…;\n]"
_CLOSES, _BULLETS = r"(?:[^\S\n]|[\"»)*•-])*+", r"(?:[^\S\n]|[*•–—-])*+"  # a new line ends too, so that what opens is looked for from there


def _any(name: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in _DATA[name])


_OPENS = re.compile(rf"(?:^|(?<={_END}){_CLOSES}){_BULLETS}(?P<open>{_any('opens')})", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=[.!?…;:\n])[^\S\n]*+)(?P<number>\d)\s?[.)](?!\d)\s*+(?=[А-ЯЁа-яё])")
_JOINS = re.compile(rf",\s++(?P<open>{_any('joins')})", re.IGNORECASE)
_GOES_ON = re.compile(rf"{_END}{_CLOSES}(?P<open>{_any('goes_on')})", re.IGNORECASE)
_BOTH = re.compile(r"(?:^|(?<=[.!?…\n])[^\S\n]*+)и\s+(?P<first>[^,.!?…\n]{8,80}),\s+и\s+(?P<second>[^,.!?…\n]{8,80})", re.IGNORECASE)
_SPEAKS = re.compile(_any("speaks"), re.IGNORECASE)
_ECHO = re.compile(_any("echoes"), re.IGNORECASE)
ASKS = re.compile(r"\?|(?<!\w)(?:когда|почему|кто)(?!\w)", re.IGNORECASE)
_THINGS = {re.compile(rf"(?<!\w)(?:{word})(?!\w)", re.IGNORECASE): topic for word, topic in _DATA["lacks"].items()}
_CLAUSE = re.compile(r"[^.,:;!?…\n]+")
_WAYS = r"(?!\s+(?:в|во|на|к|за|до|с|по|из|от|у)\s)"  # «ни в аптеку, ни в магазин» tells what a bad road has brought about
_LACK = re.compile(rf"(?<!\w)(?:(?:нет|нету|без|ни{_WAYS})(?!\w)|не\s+(?:вывоз|гор[ия]т|ход[ия]т|работа|лов[ия]т))", re.IGNORECASE)
_NEITHER = re.compile(rf"(?<!\w)ни{_WAYS}\s+(\w+(?:\s(?!ни(?!\w))\w+)?)", re.IGNORECASE)
_CLAUSE_WORDS = 5  # of a clause that only names what is lacking
POWER = "energy_outage"
_DRIVEN = frozenset({"housing_no_cold_water", "housing_no_hot_water", "housing_no_heating", "telecom_mobile", "telecom_internet", POWER})
"""What stands still when there is no electricity: a list of these is one trouble."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text that may be a request of its own. `sure`: its opening words say so."""

    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """A bare «газа нет»: where it stands and the topic it names."""

    start: int
    end: int
    topic: str


def blocks(text: str) -> list[Block]:
    """The text cut where another request seems to open; fewer than two blocks: nothing opens one."""
    if len(text) > LONGEST:
        return []
    cuts: dict[int, bool] = {}
    for pattern, sure in ((_GOES_ON, False), (_JOINS, True), (_OPENS, True)):
        for match in pattern.finditer(text):
            cuts[match.start("open")] = sure
    both = _BOTH.search(text)
    if both:
        cuts |= {both.start("first"): False, both.start("second"): False}
    cuts |= dict.fromkeys(_numbered(text), True)
    if not cuts or max(cuts) == 0:
        return []
    starts = sorted({0, *cuts})
    ends = [*starts[1:], len(text)]
    made = [Block(start, end, cuts.get(start, True)) for start, end in zip(starts, ends, strict=True)]
    return [block for block in made if len(text[block.start : block.end].split()) >= WORDS][: 2 * MOST]


def opening(text: str) -> str:
    """The sentence that a block opens with: «1.» and «Во-первых» are no sentences."""
    end = re.search(r"(?<=\w{3})[.!?…;\n]", text)
    return text if end is None else text[: end.end()]


def is_request(opened: str) -> bool:
    """Whether a sentence tells of a trouble of its own, and not of what the former one has brought about."""
    return _SPEAKS.search(opened) is not None and _ECHO.search(opened) is None


def _numbered(text: str) -> list[int]:
    """Where «1.», «2)», «3)» stand, if they count from one: a date or a house is no such list."""
    found = [(int(match["number"]), match.start("number")) for match in _NUMBERED.finditer(text)]
    numbers = [number for number, _ in found]
    return [at for _, at in found] if len(found) > 1 and numbers == list(range(1, len(numbers) + 1)) else []


def lacks(text: str) -> list[Lack]:
    """Bare clauses that only say what is lacking, each of another thing; fewer than two: it is no such list."""
    if len(text) > LONGEST or len(_LACK.findall(text)) < 2:  # noqa: PLR2004 - a list begins with two
        return []
    found: dict[str, Lack] = {}
    for clause in _CLAUSE.finditer(text):
        for lack in _named(clause[0], clause.start()):
            found.setdefault(lack.topic, lack)
    if set(found) <= _DRIVEN and POWER in found:
        return []
    return list(found.values())[:MOST]


def _named(clause: str, at: int) -> Sequence[Lack]:
    spans = [m.span(1) for m in _NEITHER.finditer(clause)]
    if not spans and len(clause.split()) <= _CLAUSE_WORDS and _LACK.search(clause):
        spans = [(0, len(clause))]
    made = []
    for start, end in spans:
        topic = next((topic for word, topic in _THINGS.items() if word.search(clause[start:end])), None)
        if topic:
            left = start + len(clause[start:end]) - len(clause[start:end].lstrip())
            made.append(Lack(at + left, at + end, topic))
    return made
