"""The oracle of Telegram's HTML: the real TDLib parses what we are going to send. It checks tags, not lengths."""

import json

from tdjson import td_execute

td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


def parse(html: str) -> str:
    """The text that a reader sees. Raises AssertionError with TDLib's own words where it does not parse."""
    query = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = td_execute(json.dumps(query).encode())
    assert answer is not None
    found: dict[str, str] = json.loads(answer)
    assert found["@type"] == "formattedText", f"{found.get('message')}: {html!r}"
    return found["text"]
