"""Every message has one class, one renderer and a code that the outbox of every installed bot knows."""

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest

import bot.renderer  # noqa: F401  it imports all screens
from handlers.kit.registry import served
from handlers.kit.renders import RENDERERS, renders
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.outbox_message import OutboxMessage, classes, kinds_of, message_of, params_of
from incidents.promises.messages import AskPromiseDate, PromiseToday

KNOWN = frozenset(Path("tests/recorded/outbox_codes.txt").read_text(encoding="utf-8").split())
"""Rows with these codes lie in databases: a code may be added, never renamed."""

UNRENDERED = frozenset({"delete"})
"""The courier takes a message away."""

MESSAGES = sorted(set(classes().values()), key=lambda each: each.__name__)


def example(kind: Any) -> Any:
    """A value of a field's type."""
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    if get_origin(kind) in {Union, UnionType}:
        return example(next(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is tuple:
        item = example(get_args(kind)[0])
        return (item.split()[0] if isinstance(item, str) else item,) * 2  # a tuple's words are divided by spaces
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    return {int: 7, str: "слово да два", bool: True, date: date(2026, 12, 1), datetime: datetime(2026, 12, 1, 9, tzinfo=UTC)}[kind]


def test_every_code_is_of_the_list_and_none_was_lost() -> None:
    assert {*classes(), *UNRENDERED} == KNOWN


def test_every_question_has_words() -> None:
    assert {f"ask_{what}" for what in served().questions} <= {*classes()}


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_is_rendered_by_one_function(kind: type[OutboxMessage]) -> None:
    assert kind in RENDERERS or set(kind.codes) <= UNRENDERED


def test_only_messages_are_rendered() -> None:
    assert set(RENDERERS) <= set(MESSAGES)


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_comes_back_from_the_outbox(kind: type[OutboxMessage]) -> None:
    for code in kind.codes:
        given = {name: example(each) for name, each in kinds_of(kind).items() if name != kind.coded_by}
        if kind.coded_by:
            given[kind.coded_by] = kinds_of(kind)[kind.coded_by](code)
        whole = kind(**given)
        params = params_of(whole)
        assert all(type(value) in {int, str} for value in params.values())
        assert "edit" not in params, "the envelope's"
        assert (whole.code, message_of(whole.code, {**params, "edit": 4, "of_an_older_program": "x"})) == (code, whole)


@pytest.mark.parametrize("kind", MESSAGES)
def test_what_may_be_none_is_none_where_nothing_is_said(kind: type[OutboxMessage]) -> None:
    maybe = {name for name, each in kinds_of(kind).items() if type(None) in get_args(each)}
    given = {name: example(each) for name, each in kinds_of(kind).items() if name not in maybe}
    assert all(getattr(kind(**given), name) is None for name in maybe)


def test_a_code_has_one_class() -> None:
    with pytest.raises(TypeError, match="is PromiseToday's already"):
        type("Another", (OutboxMessage,), {}, code="promise_today")


def test_many_codes_need_a_field_that_tells_which() -> None:
    with pytest.raises(TypeError, match="no field that tells which"):
        type("Another", (OutboxMessage,), {}, code=("one", "two"))


def test_a_message_has_one_renderer() -> None:
    with pytest.raises(TypeError, match="rendered already"):
        renders(AskPromiseDate)(RENDERERS[AskPromiseDate])


@pytest.mark.parametrize("params", [{}, {"incident": 1}, {"incident": 1, "promise": None}, {"incident": "1", "promise": 2}])
def test_a_row_that_lacks_a_field_speaks_of_nothing(params: dict[str, int | str | None]) -> None:
    with pytest.raises(NotFound):
        message_of("promise_today", params)


def test_an_unknown_code_speaks_of_nothing() -> None:
    with pytest.raises(NotFound):
        message_of("of_another_program", {})


def test_a_message_is_a_value() -> None:
    assert PromiseToday(incident=IncidentId(1), promise=2) == message_of("promise_today", {"incident": 1, "promise": 2})
