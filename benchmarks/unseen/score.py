"""What an official feels of a town's stream: each figure is so many of so many.

Counted as the outside scorer of streams counts. Rows on which two people differ about appeal or danger count nowhere.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.measures import Measure

Row = Mapping[str, Any]  # Any: JSON
Answers = Mapping[str, Row]  # of `otklik replay`, or readings, by id
PER_100 = " per 100 messages"
Z = 1.96  # of a 95 % interval
RESAMPLED = 2000
OFFERED = 2  # of a card's offers the first so many count


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @classmethod
    def among(cls, answers: Iterable[object]) -> "Share":
        """How many of these are true."""
        said = [bool(each) for each in answers]
        return cls(sum(said), len(said))

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.of + other.of)

    @property
    def value(self) -> float:
        """The share; nan of nothing."""
        return self.hits / self.of if self.of else math.nan

    def wilson(self) -> tuple[float, float]:
        """The 95 % interval of a share of independent cases."""
        if not self.of:
            return math.nan, math.nan
        p, n = self.value, self.of
        middle, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + Z * Z / n)), min(1.0, (middle + half) / (1 + Z * Z / n))


Figures = dict[str, Share]


def figures(rows: Sequence[Row], answers: Answers, readings: Answers) -> Figures:
    """Every figure of one stream."""
    sure = [row for row in rows if not row.get("disputed")]
    return {**of_phones(sure, answers), **of_dangers(sure, readings), **of_troubles(rows, answers), **of_places(sure, readings)}


def measures(of: Figures) -> list[Measure]:
    """One stream's figures with Wilson's intervals."""
    return [_measure(name, share, *share.wilson()) for name, share in of.items()]


def pooled(streams: Sequence[Figures]) -> list[Measure]:
    """All streams together; the interval by resampling whole streams: messages of one writer are no independent cases."""
    dice = random.Random(1)
    drawn = [dice.choices(streams, k=len(streams)) for _ in range(RESAMPLED)]
    out = []
    for name in streams[0]:
        values = sorted(each for some in drawn if not math.isnan(each := _sum(name, some).value))
        low, high = (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else (math.nan, math.nan)
        out.append(_measure(name, _sum(name, streams), low, high))
    return out


def _sum(name: str, streams: Sequence[Figures]) -> Share:
    return sum((each[name] for each in streams), Share(0, 0))


def _measure(name: str, share: Share, low: float, high: float) -> Measure:
    times = 100 if name.endswith(PER_100) else 1
    return Measure(name, share.value * times, low * times, high * times, share.of)


def of_phones(rows: Sequence[Row], answers: Answers) -> Figures:
    """Where the cards lie, which appeals have none, which cards are of nothing."""
    appeals = [(row, answers.get(row["id"], {})) for row in rows if row["is_appeal"]]
    lying = [(row, answer, answer["route"].get("department")) for row, answer in appeals if is_card(answer)]
    unsure = [answer for _, answer in appeals if answer.get("appeal_asked")]
    lost = [answer for _, answer in appeals if not is_card(answer) and not answer.get("appeal_asked")]
    right = sum(phone in good(row) or (phone is None and is_the_coordinators(row)) for row, _, phone in lying)
    asked = sum(phone is None and not is_the_coordinators(row) for row, _, phone in lying)
    told = [(row, answers.get(row["id"], {})) for row in rows]
    new = [row for row, answer in told if answer.get("appeal_asked") or (is_card(answer) and answer["new"])]
    to_check = {answer["incident"] for row in rows if (answer := answers.get(row["id"], {})).get("beside")}
    return {
        "right phone": Share(right, len(appeals)),
        "the coordinator is asked needlessly": Share(asked + len(unsure), len(appeals)),
        "wrong phone": Share(len(lying) - right - asked, len(appeals)),
        "lost: no card": Share(len(lost), len(appeals)),
        "of the lost, among the doubtful": Share.among(answer.get("doubtful") for answer in lost),
        "suggestions heard": Share.among(is_card(answer) for row, answer in appeals if row["kind"] == "suggestion"),
        f"cards of nothing{PER_100}": Share(sum(not row["is_appeal"] for row in new), len(rows)),
        f"lines in «Проверьте»{PER_100}": Share(len(to_check), len(rows)),
    }


def is_card(answer: Row) -> bool:
    """Whether the message lies on a card that somebody works at; one of thanks is none."""
    return answer.get("incident") is not None and answer.get("status") != "rejected"


def good(row: Row) -> set[str]:
    """Departments that a sensible dispatcher would take."""
    return {row["department"], *row["alt_departments"]}


def is_the_coordinators(row: Row) -> bool:
    """Whether the coordinator gets it by design."""
    return bool(row["outside"]) or row["kind"] == "rumour"


def of_dangers(rows: Sequence[Row], readings: Answers) -> Figures:
    """Who is heard, who is woken, and for nothing. Where two people differ about the grade, nobody asks whether it wakes."""
    both = [(row, readings[row["id"]]) for row in rows]
    return {
        "danger: recall": Share.among(read["danger"] for row, read in both if row["danger"]),
        "danger: precision": Share.among(row["danger"] for row, read in both if read["danger"]),
        "danger heard or asked: recall": Share.among(read["danger"] or read["danger_asked"] for row, read in both if row["danger"]),
        "of dangers «now», woken": Share.among(
            read["danger_grade"] == "now" for row, read in both if row["danger_grade"] == "now" and "grades" not in row
        ),
        f"woken for nothing{PER_100}": Share.among(read["danger_grade"] == "now" and not row["danger"] for row, read in both),
    }


def of_places(rows: Sequence[Row], readings: Answers) -> Figures:
    """Where appeals lie, and what is taken for another district's; where two people differ nobody is asked."""
    appeals = [(row, readings[row["id"]]) for row in rows if row["is_appeal"]]

    def agreed(name: str) -> list[tuple[Row, Row]]:
        return [(row, read) for row, read in appeals if name not in row.get("place_disputed", ())]

    told = [(row, read) for row, read in agreed("landmark_id") if row["landmark_id"]]
    return {
        "settlement right (or rightly none)": Share.among(
            read["main"].get("settlement_id") == row["settlement_id"] for row, read in agreed("settlement_id")
        ),
        "street right (or rightly none)": Share.among(
            read["main"].get("street_id") == row["street_id"] for row, read in agreed("street_id")
        ),
        "the right landmark among the candidates": Share.among(row["landmark_id"] in read.get("candidates", ()) for row, read in told),
        "landmark: recall": Share.among(read["main"]["landmark_id"] == row["landmark_id"] for row, read in told),
        "landmark: precision": Share.among(
            read["main"]["landmark_id"] == row["landmark_id"] for row, read in agreed("landmark_id") if read["main"]["landmark_id"]
        ),
        "«outside»: precision": Share.among(row["outside"] for row, read in appeals if read["outside"] and not row.get("outside_disputed")),
        "«outside»: recall": Share.among(read["outside"] for row, read in appeals if row["outside"] and not row.get("outside_disputed")),
    }


def of_troubles(rows: Sequence[Row], answers: Answers) -> Figures:
    """Joins, offers and repeats, message by message."""
    book = TroubleBook()
    for row in rows:
        answer = answers.get(row["id"], {})
        if not row.get("disputed"):
            book.hear_update(row, answer)
        if is_card(answer) and not row.get("disputed"):
            book.take_in(row, answer)
        if row.get("mended"):
            book.over.add(row["update_of"])
    return {
        "voices of known troubles, joined or offered rightly": Share.among(book.known),
        "of these, joined by itself": Share.among(book.joined),
        "joins that are right": Share.among(book.joins),
        "offers that are right": Share.among(book.offers),
        "new cards with an offer": Share.among(book.offering),
        "the right one among the three of «Это уже есть?» (a joined one counts)": Share.among(book.near),
        "voices after the end told as «повтор»": Share.among(book.repeats),
        "updates of troubles that have a card: recall": Share.among(book.updates),
        "updates: notes that are right": Share.among(book.notes),
    }


@dataclass(slots=True)
class TroubleBook:
    """Which problem each card stands for so far, which are known, which are over, and what was right.

    A voice after the end is right where replay calls it a repeat of that very card, which from then on stands for the new trouble.
    """

    stands: dict[int, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    known: list[bool] = field(default_factory=list)
    joined: list[bool] = field(default_factory=list)
    joins: list[bool] = field(default_factory=list)
    repeats: list[bool] = field(default_factory=list)
    offering: list[bool] = field(default_factory=list)
    offers: list[bool] = field(default_factory=list)
    near: list[bool] = field(default_factory=list)
    updates: list[bool] = field(default_factory=list)
    notes: list[bool] = field(default_factory=list)

    def hear_update(self, row: Row, answer: Row) -> None:
        """A message that asks for nothing and tells of a trouble; a note on a card, whoever has written it."""
        of = answer.get("note", {}).get("of")
        is_right = not row["is_appeal"] and row["update_of"] is not None and self.stands.get(of) == row["update_of"]
        if of is not None:
            self.notes.append(is_right)
        if not row["is_appeal"] and row["update_of"] in self.stands.values():
            self.updates.append(is_right)

    def take_in(self, row: Row, answer: Row) -> None:
        """One message that lies on a card."""
        offered = self._told(answer.get("similar", ())[:OFFERED])
        if answer["new"]:
            self.offering.append(bool(offered))
        if answer["new"] and offered:
            self.offers.append(bool({row["problem"], row["update_of"]} - {None} & offered))
        if row["is_appeal"]:
            self._voice(row, answer, offered)

    def _told(self, some: Iterable[Row]) -> set[str | None]:
        return {self.stands.get(each["incident"]) for each in some}

    def _voice(self, row: Row, answer: Row, offered: set[str | None]) -> None:
        problem, is_new = row["problem"], answer["new"]
        ended = {problem, row["update_of"]} & self.over
        is_repeat = "repeat" in answer and self.stands.get(answer["repeat"]["of"]) in ended
        is_right = not is_new and (self.stands.setdefault(answer["incident"], problem) == problem or is_repeat)
        if not is_new:
            self.joins.append(is_right)
        if problem in self.seen - self.over:
            self.joined.append(is_right)
            self.known.append(is_right or (is_new and problem in offered))
            self.near.append(is_right or (is_new and problem in self._told(answer.get("nearest", ()))))
        elif ended:
            self.repeats.append(is_repeat)
        if is_new or is_repeat:
            self.stands[answer["incident"]] = problem
        self.seen.add(problem)
