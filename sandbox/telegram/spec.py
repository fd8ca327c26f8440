"""Parameters checked against the published Bot API (sandbox/spec/telegram.json)."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.errors import Json, TelegramError, bad_request
from sandbox.params import Params

SPEC = Path(__file__).parent.parent / "spec" / "telegram.json"
INTEGER_LIMIT = 2**63
UNCHECKED = frozenset({"User", "InputRichMessage"})  # objects taken as they come
FILES = frozenset({"InputFile"})
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": ("query is too old and response timeout expired or query ID is invalid"),
    "user_id": "invalid user_id specified",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "message_thread_id": "message thread identifier is not specified",
    "media": 'parameter "media" is required',
}
WORDS = {"reply_markup": "reply keyboard markup"}
UNPARSABLE = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "MessageEntity": "MessageEntity",
}
INTEGER = re.compile(r"-?\d{1,18}")
FLOAT = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
NUMBERS: dict[str, Callable[[Any], int | float]] = {"Integer": int, "Float": float}


@cache
def spec() -> Json:
    """Read the methods and types that the sandbox serves."""
    data: Json = json.loads(SPEC.read_text(encoding="utf-8"))
    return data


@cache
def method_named(name: str) -> tuple[str, dict[str, Json]] | None:
    """Find a method by name in any case: its real name and its parameters."""
    for real, fields in spec()["methods"].items():
        if real.lower() == name.lower():
            return real, {field["name"]: field for field in fields}
    return None


def checked(fields: dict[str, Json], params: Params) -> tuple[Json, list[str]]:
    """Give parameters in their types, and the names that Telegram does not know."""
    remarks: list[str] = []
    values: Json = {}
    for name, value in params.values.items():
        if name not in fields:
            remarks.append(name)
        elif value is not None:
            values[name] = _parameter(name, value, fields[name]["types"], remarks)
    for name, field in fields.items():
        if field["required"] and name not in params.files and values.get(name) in (None, ""):
            bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return values, remarks


def _parameter(name: str, value: Any, types: list[str], remarks: list[str]) -> Any:
    if isinstance(value, str) and not any(_fits(value, kind) for kind in types):
        value = _from_text(name, value, types)
    try:
        return _value(name, value, types, remarks)
    except WrongType as error:
        bad_request(str(error)[0].lower() + str(error)[1:])


def _from_text(name: str, value: str, types: list[str]) -> Any:
    if types == ["Boolean"]:
        return value.lower() in {"true", "yes", "1"}
    if types == ["Integer"]:
        return value
    try:
        return json.loads(value) if value else None
    except (ValueError, RecursionError):
        bad_request(f"can't parse {WORDS.get(name, name)} JSON object")


class WrongType(Exception):
    """A value that is not of the type the Bot API names."""


def _value(name: str, value: Any, types: list[str], remarks: list[str]) -> Any:
    """Check a value against alternatives; objects and arrays are walked."""
    for kind in types:
        if _fits(value, kind):
            return NUMBERS[kind](value) if kind in NUMBERS else value
    arrays = [kind.removeprefix("Array of ") for kind in types if kind.startswith("Array of ")]
    if arrays and isinstance(value, list):
        return [_value(name, item, arrays, remarks) for item in value]
    objects = [kind for kind in types if kind in spec()["types"]]
    if isinstance(value, dict) and objects:
        return _object(name, value, objects, remarks) if value else None
    if value is None or (isinstance(value, dict) and set(types) <= UNCHECKED):
        return value
    expected = "Array" if arrays else " or ".join("String" if kind in FILES else kind for kind in types)
    raise WrongType(f'Field "{name}" must be of type {expected}')


def _fits(value: Any, kind: str) -> bool:
    if kind in {"String", *FILES}:
        return isinstance(value, str)
    if kind == "Boolean":
        return isinstance(value, bool)
    if isinstance(value, str) and kind == "Integer":
        return INTEGER.fullmatch(value) is not None
    if isinstance(value, str) and kind == "Float":
        return FLOAT.fullmatch(value) is not None
    if kind == "Float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return kind == "Integer" and isinstance(value, int) and not isinstance(value, bool) and abs(value) < INTEGER_LIMIT


def _object(name: str, value: Json, kinds: list[str], remarks: list[str]) -> Json:
    """Take the first alternative whose required fields are there, or else the first of all."""
    kind = next((kind for kind in kinds if not _lacking(kind, value)), kinds[0])
    try:
        return _fields(name, kind, value, remarks)
    except WrongType as error:
        if kind in UNPARSABLE:
            raise TelegramError(400, f"Bad Request: can't parse {UNPARSABLE[kind]}: {error}") from error
        raise


def _fields(name: str, kind: str, value: Json, remarks: list[str]) -> Json:
    """Check the fields of an object; unknown ones are noted and left out."""
    fields = {field["name"]: field for field in spec()["types"][kind]}
    remarks.extend(f"{name}.{key}" for key in value if key not in fields)
    if lacking := _lacking(kind, value):
        raise WrongType(f'Can\'t find field "{lacking}"')
    known = {key: item for key, item in value.items() if key in fields and item is not None}
    return {key: _value(key, item, fields[key]["types"], remarks) for key, item in known.items()}


def _lacking(kind: str, value: Json) -> str | None:
    """Name the first required field that is not there."""
    for field in spec()["types"][kind]:
        if field["required"] and field["name"] not in value:
            return str(field["name"])
    return None
