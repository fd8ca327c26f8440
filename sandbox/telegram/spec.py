"""Parameters checked against the published Bot API (sandbox/spec/telegram.json)."""

import json
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
    "media": 'parameter "media" is required',
}
WORDS = {"reply_markup": "reply keyboard markup"}


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
        what = WORDS.get(name, name)
        raise TelegramError(400, f"Bad Request: can't parse {what}: {error}") from error


def _from_text(name: str, value: str, types: list[str]) -> Any:
    if types == ["Boolean"]:
        return value.lower() in {"true", "yes", "1"}
    if types == ["Integer"]:
        return int(value) if value.lstrip("-").isdecimal() else value
    if types == ["Float"]:
        return value
    try:
        return json.loads(value) if value else None
    except (ValueError, RecursionError):
        bad_request(f"can't parse {WORDS.get(name, name)} JSON object")


class WrongType(Exception):
    """A value that is not of the type the Bot API names."""


def _value(name: str, value: Any, types: list[str], remarks: list[str]) -> Any:
    """Check a value against alternatives; objects and arrays are walked."""
    if value is None:
        return None
    for kind in types:
        if _fits(value, kind):
            return int(value) if kind == "Integer" and isinstance(value, str) else value
    arrays = [kind.removeprefix("Array of ") for kind in types if kind.startswith("Array of ")]
    if arrays and isinstance(value, list):
        return [_value(name, item, arrays, remarks) for item in value]
    objects = [kind for kind in types if kind in spec()["types"]]
    if isinstance(value, dict) and (objects or set(types) <= UNCHECKED):
        return _object(name, value, objects, remarks) if objects else value
    if types == ["Boolean"] and isinstance(value, int | str):
        return str(value).lower() in {"true", "yes", "1"}
    expected = " or ".join("String" if kind in FILES else kind for kind in types)
    raise WrongType(f'Field "{name}" must be of type {expected}')


def _fits(value: Any, kind: str) -> bool:
    if kind in {"String", "InputFile"}:
        return isinstance(value, str)
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind == "Integer":
        if isinstance(value, str):
            return value.lstrip("-").isdecimal() and abs(int(value[:25])) < INTEGER_LIMIT
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < INTEGER_LIMIT
    return kind == "Float" and isinstance(value, int | float)


def _object(name: str, value: Json, kinds: list[str], remarks: list[str]) -> Json:
    """Take the first alternative whose required fields are there."""
    types = spec()["types"]
    for kind in kinds:
        fields = {field["name"]: field for field in types[kind]}
        if all(field["name"] in value for field in types[kind] if field["required"]):
            remarks.extend(f"{name}.{key}" for key in value if key not in fields)
            return {
                key: _value(key, item, fields[key]["types"], remarks) for key, item in value.items() if key in fields and item is not None
            }
    lacking = next(f["name"] for f in types[kinds[0]] if f["required"] and f["name"] not in value)
    raise WrongType(f'Can\'t find field "{lacking}"')
