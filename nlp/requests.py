"""Lines of JSON in and out: one request, one answer, whatever stands in the line.

A line is {"id", "text"}. It may have "community" and "settlement_id" of its source, "parent_text" (it is a comment under this), "answer"
(ours, which it comes after), "district" (a folder of places, or "none"; without it that of the command line) and "fast" (as `Text.fast`).
A line {"layer": base64 or null, "district"} brings what that district learned.
An answer has "no_district" beside "error" where the places of the district are to blame: its other lines would fare no better.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from nlp.district_files import load_district
from nlp.errors import BadRequest, BadTable
from nlp.reader import Reader
from nlp.text.prepared import Text
from nlp.topics.district_layer import BadLayer, Layer
from nlp.wire import reading_to_json

BATCH = 32
TEACHES = '{"layer": '  # how a line begins that brings what the district learned
MAX_LINE = 4_000_000  # characters


STRINGS = ("community", "settlement_id", "parent_text", "answer", "district")
NO_DISTRICT = "none"


class Readers:
    """A reader a district over the same models; each is made when a line first names it. `district`: the name of `own`."""

    def __init__(self, own: Reader, district: str) -> None:
        self._known: dict[str | None, Reader] = {None: own, district: own}

    def of(self, district: str | None) -> Reader:
        """The reader of a district's folder. Raises BadTable."""
        if district not in self._known:
            folder = None if district in {None, NO_DISTRICT} else Path(str(district))
            self._known[district] = self._known[None].beside(load_district(folder) if folder else None)
        return self._known[district]


def parse(line: str) -> tuple[Any, Text, str | None]:  # Any: an id is whatever JSON value the caller chose
    """A request's id, text and district. Raises BadRequest with one Russian line."""
    if len(line) > MAX_LINE:
        raise BadRequest(f"строка длиннее {MAX_LINE} знаков")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest("строка не разбирается как JSON") from error
    if not isinstance(data, dict):
        raise BadRequest("строка JSON не объект")
    id_ = data.get("id")
    text = data.get("text")
    if not isinstance(text, str):
        raise BadRequest("нет текста: «text» должен быть строкой", id_)
    for name in STRINGS:
        if not isinstance(data.get(name), str | None):
            raise BadRequest(f"«{name}» должен быть строкой", id_)
    if not isinstance(data.get("fast", False), bool):
        raise BadRequest("«fast» — это true или false", id_)
    read = Text(
        text=text,
        community=data.get("community"),
        settlement_id=data.get("settlement_id"),
        parent_text=data.get("parent_text"),
        answer=data.get("answer"),
        fast=data.get("fast", False),
    )
    return id_, read, data.get("district")


def taught(readers: Readers, line: str) -> dict[str, Any] | None:  # Any: a JSON object
    """The answer to a line that brings what a district learned; None: it is another line."""
    if not line.startswith(TEACHES):
        return None
    reader = None
    try:
        data = json.loads(line)
        reader, body = readers.of(data.get("district")), data["layer"]
        reader.teach(None if body is None else Layer.from_bytes(base64.b64decode(body, validate=True)))
    except BadTable as error:
        return {"layer": False, "error": error.user_text, "no_district": True}
    except (ValueError, TypeError, KeyError, BadLayer) as error:
        if reader is not None:
            reader.teach(None)
        return {"layer": False, "error": f"выученное не читается: {type(error).__name__}"}
    return {"layer": body is not None}


def answer(readers: Readers, line: str) -> dict[str, Any]:  # Any: a JSON object
    """The answer to one line: a reading or an error."""
    try:
        id_, text, district = parse(line)
    except BadRequest as error:
        return {"id": error.id, "error": error.user_text}
    try:
        reading = readers.of(district).read_many([text])[0]
    except BadTable as error:
        return {"id": id_, "error": error.user_text, "no_district": True}
    except Exception as error:  # noqa: BLE001 - one bad text must not stop the stream; the class is told
        return {"id": id_, "error": f"текст не прочитан: {type(error).__name__}"}
    return {"id": id_, **reading_to_json(reading)}


def answers(readers: Readers, lines: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
    """Answers in the order of the lines, a batch at a time; blank lines are passed over."""
    stream = (line for line in lines if line.strip())
    while batch := list(islice(stream, BATCH)):
        yield [answer(readers, line) for line in batch]


def dump(data: dict[str, Any]) -> str:
    """One line of JSON; lone surrogates are escaped, so that it can always be written."""
    line = json.dumps(data, ensure_ascii=False)
    return line if line.isascii() or _is_clean(line) else json.dumps(data)


def _is_clean(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
