"""Messages that are no cards: values with a stable code.

The outbox keeps them as ids and codes; they are rendered at sending.

A subject's messages stand in `incidents/<subject>/messages.py`; who renders each is found by its class (`handlers/kit/renders.py`).
Codes and names of fields live in the database: they are never renamed, and a new field has a default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, ClassVar, Union, dataclass_transform, get_args, get_origin

from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, OfficialId

Params = Mapping[str, int | str | None]
"""What a row of the outbox keeps of a message."""

_CLASSES: "dict[str, type[OutboxMessage]]" = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class OutboxMessage:
    """Base of all messages; a subclass is a frozen dataclass of ids, numbers, codes, dates and switches.

    `class PromiseToday(AboutIncident, code="promise_today")`. Where an enum's members are the codes of one class:
    `class Remind(AboutIncident, code=Reminder, coded_by="reminder")`, and the field `reminder` says which of them it is.
    """

    codes: ClassVar[tuple[str, ...]] = ()
    coded_by: ClassVar[str] = ""
    is_screen: ClassVar[bool] = False
    """A menu, a list or a page: said in answer to a press it is shown after the commit, and a crash may lose it."""

    def __init_subclass__(cls, *, code: str | Iterable[str] = (), coded_by: str = "", is_screen: bool = False) -> None:
        """Make the dataclass and enter its codes. Raises TypeError for a code that another class has."""
        super().__init_subclass__()
        dataclass(frozen=True, kw_only=True)(cls)
        cls.is_screen = is_screen
        cls.codes, cls.coded_by = (str(code),) if isinstance(code, str) else tuple(str(each) for each in code), coded_by
        if len(cls.codes) > 1 and not coded_by:
            raise TypeError(f"{cls.__name__} has many codes and no field that tells which")
        for each in cls.codes:
            if each in _CLASSES:
                raise TypeError(f"code {each!r} of {cls.__name__} is {_CLASSES[each].__name__}'s already")
            _CLASSES[each] = cls

    @property
    def code(self) -> str:
        """What the outbox knows the message by."""
        return str(getattr(self, self.coded_by)) if self.coded_by else self.codes[0]


class AboutIncident(OutboxMessage):
    """Speaks of one incident."""

    incident: IncidentId


class AboutAnswer(OutboxMessage):
    """Speaks of one answer."""

    answer: AnswerId


class AboutOfficial(OutboxMessage):
    """Speaks of one official, or shows what this official may see."""

    official: OfficialId


def classes() -> Mapping[str, type[OutboxMessage]]:
    """Every code with its class, as far as modules are imported."""
    return dict(_CLASSES)


def kinds_of(known: type[OutboxMessage]) -> Mapping[str, Any]:  # Any: types, NewTypes, unions
    """The fields and their types."""
    return {each.name: each.type for each in fields(known)}  # type: ignore[arg-type]  # a dataclass by `__init_subclass__`


def params_of(message: OutboxMessage) -> dict[str, int | str | None]:
    """The fields as a row of the outbox keeps them; None is left out."""
    named = {name: getattr(message, name) for name in kinds_of(type(message)) if name != message.coded_by}
    return {name: _kept(value) for name, value in named.items() if value is not None}


def message_of(code: str, params: Params) -> OutboxMessage:
    """The message that a row keeps. Raises NotFound for an unknown code, a missing field or a value of another kind."""
    known = _CLASSES.get(code)
    if known is None:
        raise NotFound
    given = {**params, known.coded_by: code} if known.coded_by else params
    try:
        return known(**{name: _read(kind, given[name]) for name, kind in kinds_of(known).items() if given.get(name) is not None})
    except (TypeError, ValueError):
        raise NotFound from None


def _kept(value: Any) -> int | str:  # Any: one of the kinds that `_read` knows
    if isinstance(value, tuple):
        return " ".join(str(_kept(each)) for each in value)
    if isinstance(value, date):  # and a moment
        return value.isoformat()
    return str(value) if isinstance(value, str) else int(value)


def _read(kind: Any, value: Any) -> Any:  # Any: a field's type and its value
    """The kept value as the field's type. Raises TypeError or ValueError."""
    if get_origin(kind) in {Union, UnionType}:
        (one,) = (each for each in get_args(kind) if each is not type(None))  # ValueError: a field is of one kind
        return _read(one, value)
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return tuple(_read(item, int(each) if _plain(item) is int else each) for each in _as(str, value).split())
    plain = _plain(kind)
    if plain in {date, datetime}:
        return plain.fromisoformat(_as(str, value))
    if plain is bool:
        return bool(_as(int, value))
    return plain(_as(str, value)) if issubclass(plain, StrEnum) else _as(plain, value)


def _plain(kind: Any) -> Any:  # Any: a NewType is no type
    """What a NewType is made of."""
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    return kind


def _as(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value
