"""What the rooms serve: presses, commands, messages, questions.

Each room declares its own, so that nobody else is told of a new button (docs/decisions/2026-12-01-input-is-values-of-ours.md).
"""

import pkgutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import import_module
from itertools import combinations
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData

import handlers
from handlers.kit.buttons import MenuButton
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Membership, MessageKind, Pressed
from incidents.messages import TextWanted
from incidents.official import Official
from incidents.outbox_message import OutboxMessage
from incidents.people.role_commands import BY_NAME, CommandRow, may_give

B = TypeVar("B")
V = TypeVar("V")
Handler = Callable[[V, Context], Awaitable[None]]
Declares = Callable[[Handler[V]], Handler[V]]
Wants = tuple[frozenset[object] | None, ...]

START = "start"
"""The messenger's own command: it has no row, everybody may give it."""


class Rank(IntEnum):
    """Who is asked first where several could take the same."""

    ENROLMENT = 1  # a link that lets a stranger in
    STRANGER = 2  # whoever is not enrolled gets no further; for an official nobody of this rank is asked
    NARROW = 3  # a part of what a usual one takes: one choice of a menu, a command in one kind of chat
    USUAL = 4  # a button, a command
    REPORT = 5  # a message by what it answers, whatever it says
    FORWARD = 6  # words of somebody else
    DIALOGUE = 7  # what an open dialogue waits for
    REST = 8  # what is left: other choices of menus, words outside any dialogue
    UNKNOWN = 9  # a button that no room knows


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerEntry:
    """A handler and what it takes."""

    handler: Callable[..., Awaitable[None]]
    wants: Wants  # a part that is None takes anything
    rank: Rank
    when: Callable[[Any], object] | None = None  # Any: the value that the handler takes
    row: CommandRow | None = None

    def takes(self, value: object, key: Sequence[object], official: Official | None) -> bool:
        """Whether this value is its own."""
        for wanted, part in zip(self.wants, key, strict=True):
            if wanted is not None and part not in wanted:
                return False
        is_theirs = self.row is None or may_give(official, self.row)
        return is_theirs and (self.rank is not Rank.STRANGER or official is None) and (self.when is None or bool(self.when(value)))

    def meets(self, other: "HandlerEntry") -> bool:
        """Whether a value could be either's, and no rank says whose."""
        # `when` is not trusted to tell two apart: what it takes is known at run time only.
        both = zip(self.wants, other.wants, strict=True)
        return self.rank is other.rank and all(one is None or others is None or one & others for one, others in both)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry:
    """What is done with an answer, and which messages may be one."""

    answered: Handler[Incoming]
    takes: frozenset[MessageKind]
    wanted: OutboxMessage  # said to all others
    cancelled: Handler[Incoming] | None  # None: nothing is undone, «отмена» is answered alike for all


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that is served."""

    presses: list[HandlerEntry] = field(default_factory=list)
    messages: list[HandlerEntry] = field(default_factory=list)
    edits: list[HandlerEntry] = field(default_factory=list)
    memberships: list[HandlerEntry] = field(default_factory=list)
    questions: dict[str, QuestionEntry] = field(default_factory=dict)
    classes: dict[str, type[CallbackData]] = field(default_factory=dict)  # of buttons, by their prefixes

    def press(
        self, button: type[B], *asks: object, when: Callable[[Pressed[B]], object] | None = None, rank: Rank = Rank.USUAL
    ) -> Declares[Pressed[B]]:
        """Serve a class of buttons, or what some of them ask for.

        `object` is any button at all.
        """
        if issubclass(button, CallbackData):
            self.classes[button.__prefix__] = button
        wants = (None if button is object else _only(button), _any_of(*asks))
        return _declares(self.presses, wants, rank, when)

    def command(
        self, name: str, *, private: bool | None = None, when: Callable[[Incoming], object] | None = None, rank: Rank = Rank.USUAL
    ) -> Declares[Incoming]:
        """Serve a command for the roles of its row.

        Raises KeyError at import for one that has no row.
        """
        wants = (_only(name), _only(private), None, None)
        return _declares(self.messages, wants, rank, when, None if name == START else BY_NAME[name])

    def message(
        self,
        *kinds: MessageKind,
        private: bool | None = None,
        is_asked: bool | None = None,
        when: Callable[[Incoming], object] | None = None,
        rank: Rank = Rank.DIALOGUE,
    ) -> Declares[Incoming]:
        """Serve messages of these kinds, or of any.

        `is_asked`: only while a question is open, or while none is.
        """
        return _declares(self.messages, (None, _only(private), _only(is_asked), _any_of(*kinds)), rank, when)

    def edit(self, *, private: bool) -> Declares[Incoming]:
        """Serve new texts of messages."""
        return _declares(self.edits, (None, _only(private), None, None), Rank.USUAL)

    def membership(self, *, private: bool) -> Declares[Membership]:
        """Serve changes of how the bot stands in a chat."""
        return _declares(self.memberships, (_only(private),), Rank.USUAL)

    def question(
        self,
        what: type[OutboxMessage],
        *takes: MessageKind,
        wanted: OutboxMessage | None = None,
        cancelled: Handler[Incoming] | None = None,
    ) -> Declares[Incoming]:
        """Hear the answers to a question: words, if nothing else is said.

        `cancelled`: hears «отмена». Raises TypeError where somebody hears them already.
        """

        def declare(handler: Handler[Incoming]) -> Handler[Incoming]:
            kinds = frozenset(takes or (MessageKind.WORDS,))
            question = QuestionEntry(answered=handler, takes=kinds, wanted=wanted or TextWanted(), cancelled=cancelled)
            if self.questions.setdefault(question_code(what), question) is not question:
                raise TypeError(f"two would hear the answer to {what.__name__}")
            return handler

        return declare

    def button(self, data: str) -> CallbackData | None:
        """The button that carries this; None: an old one, or a forged one."""
        try:
            return self.classes[data.partition(":")[0]].unpack(data)
        except (KeyError, TypeError, ValueError):
            return None

    def check(self) -> None:
        """Put all into the order of ranks.

        Raises TypeError where two could take the same.
        """
        for entries in (self.presses, self.messages, self.edits, self.memberships):
            entries.sort(key=lambda each: each.rank)
            for one, other in combinations(entries, 2):
                if one.meets(other):
                    raise TypeError(f"two could take the same: {_named(one)} and {_named(other)}")


SERVED = Registry()
press, command, message, question = SERVED.press, SERVED.command, SERVED.message, SERVED.question


@cache
def served() -> Registry:
    """What all rooms serve: every module is imported, the order is checked."""
    for each in pkgutil.walk_packages(handlers.__path__, "handlers."):
        import_module(each.name)
    SERVED.check()
    return SERVED


def find_handler(
    entries: Sequence[HandlerEntry], value: Pressed[object] | Incoming | Membership, official: Official | None
) -> HandlerEntry | None:
    """Whose the value is; None: nobody's."""
    key = _key(value)
    return next((each for each in entries if each.takes(value, key, official)), None)


def question_code(question: type[OutboxMessage]) -> str:
    """The name by which a dialogue knows its question: «promise_date» of `ask_promise_date`."""
    return question.codes[0].removeprefix("ask_")


def _key(value: Pressed[object] | Incoming | Membership) -> Sequence[object]:
    """What tells values of a kind apart, in the order of `wants`."""
    match value:
        case Pressed():
            return type(value.button), _asked_for(value.button)
        case Incoming():
            return value.command, value.chat.is_private, value.is_asked, value.kind
        case Membership():
            return (value.chat.is_private,)


def _asked_for(button: object) -> object:
    """What a press asks for: a menu says it itself, of others the first field does."""
    if isinstance(button, MenuButton):
        return button.asks
    return getattr(button, next(iter(type(button).model_fields))) if isinstance(button, CallbackData) else None


def _any_of(*wanted: object) -> frozenset[object] | None:
    return frozenset(wanted) or None


def _only(wanted: object) -> frozenset[object] | None:
    return None if wanted is None else frozenset({wanted})


def _declares(
    entries: list[HandlerEntry],
    wants: Wants,
    rank: Rank,
    when: Callable[[Any], object] | None = None,  # Any: the value that the handler takes
    row: CommandRow | None = None,
) -> Declares[V]:
    def declare(handler: Handler[V]) -> Handler[V]:
        entries.append(HandlerEntry(handler=handler, wants=wants, rank=rank, when=when, row=row))
        return handler

    return declare


def _named(entry: HandlerEntry) -> str:
    return f"{entry.handler.__module__}.{getattr(entry.handler, '__name__', '')}"
