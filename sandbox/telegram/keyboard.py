"""Keyboards under messages, checked as Telegram checks them."""

import re
from typing import NoReturn

from sandbox.errors import Json, bad_request

DATA_BYTES = 64
BUTTON_LIMIT = 100
COPIED = 256  # CopyTextButton.text, Bot API
STYLES = frozenset({"danger", "success", "primary"})
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
)  # fmt: skip
ADDRESS = re.compile(r"(?i)(tg|ton)://.+|https?://([\w-]+\.)+[\w-]{2,}(:\d+)?([/?#].*)?")


def inline_keyboard(markup: Json | None) -> list[list[Json]] | None:
    """Check an InlineKeyboardMarkup and give its rows; None if there are no buttons."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        bad_request("reply markup is too long")
    return rows or None


def _button(button: Json) -> Json:
    if not button["text"].strip():
        _unparsable("Inline keyboard button text must be non-empty")
    if "style" in button and button["style"] not in STYLES:
        _unparsable(f"Invalid button style specified: {button['style']}")
    action = next((name for name in ACTIONS if name in button), None)
    if action is None or button[action] == "":
        _unparsable("Text buttons are unallowed in the inline keyboard")
    if action == "callback_data" and len(button["callback_data"].encode()) > DATA_BYTES:
        bad_request("BUTTON_DATA_INVALID")
    if action == "copy_text" and not 1 <= len(button["copy_text"]["text"]) <= COPIED:
        bad_request("BUTTON_COPY_TEXT_INVALID")
    if action == "url" and not ADDRESS.fullmatch(button["url"].strip()):
        url = button["url"]
        why = "Unsupported URL protocol" if re.match(r"(?!https?:|tg:|ton:)\w+://", url) else "Wrong HTTP URL"
        bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")
    return dict(button)


def _unparsable(words: str) -> NoReturn:
    bad_request(f"can't parse inline keyboard button: {words}")


def reply_keyboard(markup: Json | None) -> Json | None:
    """Give a markup that is no inline keyboard (reply keyboard, removal, forced reply)."""
    if not markup or "inline_keyboard" in markup:
        return None
    return markup
