"""Lines of JSON in and out: one request, one answer, whatever stands in the line."""

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from nlp.errors import BadRequest
from nlp.reader import Reader, Text
from nlp.topics.district_layer import BadLayer, Layer
from nlp.wire import reading_to_json

BATCH = 32
TEACHES = '{"layer": '  # how a line begins that brings what the district learned
MAX_LINE = 4_000_000  # characters


def parse(line: str) -> tuple[Any, Text]:  # Any: an id is whatever JSON value the caller chose
    """A request's id and text. Raises BadRequest with one Russian line."""
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
    for name in ("community", "settlement_id", "parent_text", "answer"):
        if not isinstance(data.get(name), str | None):
            raise BadRequest(f"«{name}» должен быть строкой", id_)
    return id_, Text(
        text=text,
        community=data.get("community"),
        settlement_id=data.get("settlement_id"),
        parent_text=data.get("parent_text"),
        answer=data.get("answer"),
    )


def taught(reader: Reader, line: str) -> dict[str, Any] | None:  # Any: a JSON object
    """The answer to a line that brings what the district learned, {"layer": base64 or null}; None: it is another line."""
    if not line.startswith(TEACHES):
        return None
    try:
        body = json.loads(line)["layer"]
        reader.teach(None if body is None else Layer.from_bytes(base64.b64decode(body, validate=True)))
    except (ValueError, TypeError, KeyError, BadLayer) as error:
        reader.teach(None)
        return {"layer": False, "error": f"выученное не читается: {type(error).__name__}"}
    return {"layer": body is not None}


def answer(reader: Reader, line: str) -> dict[str, Any]:  # Any: a JSON object
    """The answer to one line: a reading or an error."""
    try:
        id_, text = parse(line)
    except BadRequest as error:
        return {"id": error.id, "error": error.user_text}
    try:
        reading = reader.read_many([text])[0]
    except Exception as error:  # noqa: BLE001 - one bad text must not stop the stream; the class is told
        return {"id": id_, "error": f"текст не прочитан: {type(error).__name__}"}
    return {"id": id_, **reading_to_json(reading)}


def answers(reader: Reader, lines: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
    """Answers in the order of the lines, a batch at a time; blank lines are passed over."""
    stream = (line for line in lines if line.strip())
    while batch := list(islice(stream, BATCH)):
        yield [answer(reader, line) for line in batch]


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
