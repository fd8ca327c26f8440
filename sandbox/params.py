"""Parameters of a call: query, form, multipart body or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.errors import Json


class UnreadableBody(Exception):
    """The body is no JSON object, no form, or no UTF-8."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Params:
    """Named values (strings, or JSON values of a JSON body) and uploaded files."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


async def read_params(request: web.Request) -> Params:
    """Read everything a call carries; the body wins over the query."""
    values: Json = {}
    files: dict[str, Upload] = {}
    try:
        values.update(request.query)
        if request.content_type == "application/json":
            values.update(_object(await request.text()))
        elif request.can_read_body:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[name] = Upload(value.filename, value.file.read(), value.content_type)
                elif isinstance(value, bytes | bytearray):
                    files[name] = Upload(name, bytes(value), "application/octet-stream")
                else:
                    values[name] = value
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise UnreadableBody(str(error)) from error
    return Params(values, files)


def _object(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    value = json.loads(text)
    if not isinstance(value, dict):
        raise UnreadableBody("the body is not a JSON object")
    return value
