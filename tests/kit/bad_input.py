"""Input that nobody should send: nasty words, and JSON spoiled in a place or two. Deterministic, nothing is shrunk."""

import copy
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

T = TypeVar("T")
Json = Any  # whatever JSON holds
Path = tuple[str | int, ...]

TOLD = 10
"""So many failures are told of a run: more say nothing new."""

NASTY = (
    "<b>жирный</b> & <a href='https://x.ru'>ссылка</a> &lt;&amp;&#60;",
    "</blockquote><b>№ 1</b>\n\n✅ <b>Сделано</b> <tg-spoiler>",
    "\u202eкогда\u2066 \u200b\u0000починят\ud800 ‹телефон› «кавычки»",
    "👨‍👩‍👧‍👦 8 (903) 123-45-67 кв. 12 " * 40,
    "&" * 5_000,
    "\u0301" * 1_000,
    "/start @admin https://t.me/evil?start=1 ",
    "'; DROP TABLE post; -- {0} %s {incident}",
    "а" * 5_000,
    "\n" * 500,
    "",
)
WORDS = st.sampled_from(NASTY) | st.text(max_size=300)
ODD: Sequence[Json] = (
    *(None, True, False, "", " ", "x", "12", "\x00", "\ud800", "я" * 5_000, "<b>", "&"),
    *(0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 10**30, 0.5, -1e308, float("inf"), float("nan")),
    *([], {}, [None], [[]], [{}], {"id": None}, {"": {}}, [[[[[]]]]]),
)


def number_of_cases(few: int, many: int) -> pytest.MarkDecorator:
    """`few` in the ordinary run, `many` in `make long`."""
    return pytest.mark.parametrize("cases", [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.long)])


def holds(cases: int, given_by: st.SearchStrategy[T], check: Callable[[T], object]) -> None:
    """Nothing is raised by `check` over so many cases, or the test fails with what was given and with the errors."""
    wrong: list[str] = []
    seen: list[int] = []

    @settings(
        max_examples=cases,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(given_by)
    def one(value: T) -> None:
        seen.append(1)
        try:
            check(value)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with what was given
            if len(wrong) < TOLD:
                at = traceback.extract_tb(error.__traceback__)[-1]
                wrong.append(f"{error!r:.400} ({at.filename}:{at.lineno}): {value!r:.2000}")

    one()
    assert not wrong, "\n".join(["", *wrong])
    assert len(seen) >= cases * 9 // 10, len(seen)


@st.composite
def spoiled(draw: st.DrawFn, wholes: Sequence[Json]) -> Json:
    """A whole value with one to three of its parts replaced, taken away or doubled."""
    value = copy.deepcopy(draw(st.sampled_from(wholes)))
    for _ in range(draw(st.integers(1, 3))):
        paths = list(_paths(value))
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        what = draw(st.sampled_from(["odd", "odd", "odd", "words", "gone", "twice"]))
        owner = value
        for step in path[:-1]:
            owner = owner[step]
        last: Any = path[-1]
        if what == "gone":
            del owner[last]
        elif what == "twice" and isinstance(owner, list):
            owner.insert(last, copy.deepcopy(owner[last]))
        elif what == "words":
            owner[last] = draw(WORDS)
        else:
            owner[last] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return value


def _paths(value: Json, before: Path = ()) -> Iterator[Path]:
    steps: Sequence[Any] = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        yield (*before, step)
        yield from _paths(value[step], (*before, step))
