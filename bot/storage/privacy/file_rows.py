"""What an erasure leaves of a list sent to the bot."""

import json
from typing import Any

from bot.storage.engine.table import type_row
from bot.storage.privacy.register import REGISTER
from incidents.privacy.traces import Traces
from incidents.tables.incoming_files import ROWS, FileState, key_of


def rest_of_file(file: type_row, traces: Traces) -> dict[str, object]:
    """Columns of a list of residents without the rows that repeat the words.

    The others wait, or go on being entered. Any other file goes whole.
    """
    blank = REGISTER["file_job"].blank
    key = ROWS.get(file.purpose or "")
    if key is None or key not in file.body:
        return {**blank, "state": FileState.FAILED}
    rest = [row for row in file.body[key] if not traces.are_in(plain([row, file.contacts.get(key_of(row), "")]))]
    gone = len(file.body[key]) - len(rest)
    body = {**file.body, key: rest, "erased": file.body.get("erased", 0) + gone}
    if traces.are_in(plain(body)):
        return {**blank, "state": FileState.FAILED}
    name = "" if traces.are_in(file.name) else file.name
    contacts = {id: file.contacts[id] for id in ("column", *map(key_of, rest)) if id in file.contacts}
    return {**blank, "name": name, "contacts": contacts, "body": {**body, "of": body["of"] - gone} if "of" in body else body}


def plain(value: Any) -> str:  # Any: a column of words or of JSON
    """As one text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
