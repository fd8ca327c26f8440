"""Rows of the table: which command is run at which size, which figures of its JSON are shown, and their bars."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Told = Mapping[str, Any]
FILE = "{json}"
"""Stands in a command for the file that it writes its JSON to; without it the JSON is the last line that it prints."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `most` and `least` are its bars; without one it is only shown."""

    what: str
    value: float | None
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def is_met(self) -> bool | None:
        """None where there is no bar."""
        if self.most is None and self.least is None:
            return None
        return (
            self.value is not None and (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)
        )

    @property
    def bar(self) -> str:
        """As the table shows it."""
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}" if self.least is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A command that prints JSON, and what is read from it. `engines`: those that it can run on; none: there is no base in it."""

    name: str
    title: str
    script: str  # of benchmarks/, with its dots; a path where it is no module
    arguments: Mapping[str, Sequence[str]]  # by size
    cells: Callable[[Told], Iterator[Cell]]
    engines: Mapping[str, Sequence[str]] = field(default_factory=dict)


def _reader(told: Told) -> Iterator[Cell]:
    yield Cell("reader, posts a second of one core", told["reader_warm"])
    yield Cell("stock recipe", told["stock"])
    yield Cell("ratio", told["ratio_warm"], "×")


def _event(told: Told) -> Iterator[Cell]:
    yield Cell("event → phone, p50", told["event_to_card"].get("p50"), "s")
    yield Cell("event → phone, p99", told["event_to_card"].get("p99"), "s", most=0.8)
    yield Cell("cards that came, of those written", told["cards"] / max(1, told["events"]), least=1.0)
    yield from _cpu_of_a_card(told)


def _burst(told: Told) -> Iterator[Cell]:
    dangers = told["dangers"]
    yield Cell("burst, cards a second", told["cards_a_second"], least=12.0)
    yield Cell("burst, first danger", dangers.get("min"), "s", most=1.5)
    yield Cell("cards that came, of those written", told["cards"] / max(1, told["events"]), least=1.0)
    yield from _cpu_of_a_card(told)


def _presses(told: Told) -> Iterator[Cell]:
    bars = {5.0: (None, 0.6), 10.0: (0.15, None), 25.0: (0.5, None)}
    for phase in told["phases"]:
        answer, card = bars.get(phase["rate"], (None, None))
        yield Cell(f"press → answer, p99 at {phase['rate']:g}/s", phase["answer_s"].get("p99"), "s", most=answer)
        yield Cell(f"press → changed card, p99 at {phase['rate']:g}/s", phase["card_s"].get("p99"), "s", most=card)
        yield Cell("answered and changed, of those pressed", min(phase["answered"], phase["changed"]) / max(1, phase["presses"]), least=1.0)
        yield from _cores(phase)


def _courier(told: Told) -> Iterator[Cell]:
    for name, ratio in told["ratios"].items():
        yield Cell(f"courier against the least time, {name}", ratio, "×", most=1.05)
    yield Cell("refused with 429", told["refused_429"], most=0)
    yield Cell("messages that came, once each", float(told["is_whole"]), least=1.0)
    yield from _cores(told)


def _cores(told: Told) -> Iterator[Cell]:
    yield from (Cell(f"    cores: {name}", taken) for name, taken in told["cores"].items())


def _cpu_of_a_card(told: Told) -> Iterator[Cell]:
    yield from (Cell(f"    CPU of a card: {name}", spent, "ms") for name, spent in told.get("cpu_ms_a_card", {}).items())


FLAT, MONTH = 1.25, 1.5
MOST_CPU = {"/find дорога": 50.0, "summary of a day": 150.0, "summary of a month": 1000.0}
TICK = 100.0
GROWS = ("intake, a house", "intake, a town", "card", "card of many voices", "press «Принять»", "/my", "/queue")


def _growth(told: Told) -> Iterator[Cell]:
    """The biggest base against the smallest of the same month, and the biggest month against the smallest."""
    sizes = sorted((tuple(int(n) for n in base.partition(" ")[2].split("+")), base) for base in told)
    months = sorted({month for (_, month), _ in sizes})
    flat = [base for (_, month), base in sizes if month == months[-1]]
    yield from _ratios(told, flat[0], flat[-1], "older posts", FLAT)
    if len(months) > 1:
        small = next(base for (_, month), base in sizes if month == months[0])
        older = small.partition("+")[0]
        yield from _ratios(told, small, f"{older}+{months[-1]}", "the month's posts", MONTH)
    for name, cost in told[flat[-1]]["costs"].items():
        most = MOST_CPU.get(name, TICK if name.startswith("tick ") else None)
        if most is not None or name not in GROWS:
            yield Cell(f"{name}, {flat[-1]}", cost["cpu_ms"], "CPU ms", most=most)


def _ratios(told: Told, small: str, big: str, of: str, most: float) -> Iterator[Cell]:
    for name in GROWS:
        before, after = (told[base]["costs"].get(name) for base in (small, big))
        if before and after:
            yield Cell(
                f"{name}, {of} {small} → {big.partition(' ')[2]}", round(after["cpu_ms"] / max(0.1, before["cpu_ms"]), 2), "×", most=most
            )


def _find(told: Told) -> Iterator[Cell]:
    for each in told["searches"]:
        most = 50.0 if each["reader"] == "coordinator" else None
        yield Cell(f"/find {each['request']}, {told['incidents']} incidents, {each['reader']}", each["after_ms"], "CPU ms", most=most)


def _start(told: Told) -> Iterator[Cell]:
    yield Cell("start → first press answered, CPU of all processes", told["now"]["cpu_s"], "s", most=4.0)
    yield Cell("start → first press answered, on the clock", told["now"]["wall_s"], "s")


def _rest(told: Told) -> Iterator[Cell]:
    yield Cell("at rest, CPU in a minute", told["now"]["cpu_s"], "s", most=1.0)
    yield Cell(
        f"PSS of all processes {told['wait_s'] / 60:g} min after {told['posts_each']} posts", told["now"]["pss_mb"], "MB", most=430.0
    )


def _region(told: Told) -> Iterator[Cell]:
    bar = 700.0 if told["districts"] >= 10 else None  # noqa: PLR2004 - the bar is of ten
    yield Cell(f"{told['districts']} districts, PSS of all processes", told["pss_mb"], "MB", most=bar)
    yield Cell("their CPU in a minute of rest", told["cpu_seconds_of_a_minute"], "s")


def _catch_up(told: Told) -> Iterator[Cell]:
    yield Cell(f"{told['posts']} waiting posts, all decided", told["decided"], "s", most=180.0)
    yield Cell("the first danger accepted by the messenger", told["first_danger"], "s", most=5.0)
    yield Cell("the last of the dangers", told["last_danger"], "s", most=20.0)
    yield from (Cell(f"    CPU of a post: {name}", spent, "ms") for name, spent in told.get("cpu_ms_a_post", {}).items())


POSTS = "benchmarks/strangers/round_4.jsonl"
EVENTS = ("--every", "0.2", "--departments", "64")
BURST = ("--every", "0", "--departments", "64")
SQL = {"sqlite": ("--engine", "sqlite"), "postgres": ("--engine", "postgresql")}

ROWS: Sequence[Row] = (
    Row(
        "reader",
        "the reader against the stock recipe",
        "reader",
        {
            "small": ("--posts", POSTS, "--stock-posts", "40", "--dangers", "--json"),
            "full": ("--posts", POSTS, "--stock-posts", "300", "--dangers", "--json"),
        },
        _reader,
    ),
    Row(
        "event",
        "from a resident's post to the card on the phone, five a second",
        "event_to_card",
        {"small": (*EVENTS, "--events", "40", "--warm-up", "5"), "full": (*EVENTS, "--events", "600", "--warm-up", "60")},
        _event,
    ),
    Row(
        "burst",
        "different appeals all at once",
        "event_to_card",
        {
            "small": (*BURST, "--events", "60", "--warm-up", "4", "--dangers", "3"),
            "full": (*BURST, "--events", "300", "--warm-up", "20", "--dangers", "6"),
        },
        _burst,
    ),
    Row(
        "presses",
        "press → answer → changed card in a grown base",
        "presses",
        {
            "small": ("--older", "1000", "--month", "3000", "--seconds", "3", "--card-seconds", "4"),
            "full": ("--older", "100000", "--month", "18000", "--seconds", "30", "--card-seconds", "40"),
        },
        _presses,
        SQL,
    ),
    Row(
        "courier",
        "the courier against the messenger's limits",
        "courier",
        {"small": ("--chats", "60", "--each", "4", "--group", "6"), "full": ("--chats", "60", "--each", "20", "--group", "21")},
        _courier,
        SQL,
    ),
    Row(
        "growth",
        "what everything costs in a base that has grown",
        "growth.run",
        {
            "small": ("--older", "500,5000", "--month", "2000", "--times", "3", "--json", FILE),
            "full": ("--older", "1000,10000,100000", "--month", "600,18000", "--json", FILE),
        },
        _growth,
        SQL,
    ),
    Row("find", "/find among many incidents", "find", {"full": ("--incidents", "100000")}, _find),
    Row("catch-up", "twelve thousand posts after an outage", "catch_up", {"full": ()}, _catch_up),
    Row(
        "start",
        "from the start of the process to the answer of the first press",
        "rest",
        {"full": ("start", "--posts", "20", "--rounds", "5")},
        _start,
    ),
    Row(
        "rest", "memory and CPU at rest, an hour after the last post", "rest", {"full": ("rest", "--posts", "100", "--wait", "3600")}, _rest
    ),
    Row("region", "ten districts in one process", "region", {"full": ("--districts", "10")}, _region),
)
