"""The last line of a headless demo: its figures."""

import json
import logging
import sys

from bot.app import App
from bot.demo.control import Control

HARMLESS = ("Too Many Requests", "message is not modified", "query is too old")
"""Refusals that are no errors: the courier waits and goes on, the chat shows that already, the effect of the press stands."""

LOG = logging.getLogger(__name__)


class Errors(logging.Handler):
    """Counts what the log calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.count += 1


async def report(app: App, control: Control, *, presses: int, errors: int) -> None:
    """Write the line; refusals that are no harmless ones are errors too, and each error is said in the log."""
    async with app.storage.transaction() as tx:
        counts = await tx.counters.all()
        unsent, unheard = await tx.outbox.given_up(), await tx.inbox.dead_letters()
    stats = await control.get("stats")
    refused = stats["telegram"]["refused"]
    wrong = {what: count for what, count in refused.items() if not any(words in what for words in HARMLESS)}
    for what, count in wrong.items():
        LOG.warning("мессенджер отказал, раз: %d: %s", count, what)
    for row, error in unsent:
        LOG.warning("не отправлено, чат %s: %s: %s", row.chat_id, row.code or row.kind, error)
    for letter in unheard:
        LOG.warning(
            "не обработано обновление %s: %s: %s", letter.update_id, next(iter(letter.raw.keys() - {"update_id"}), "?"), letter.error
        )
    for api, name in (("telegram", "Telegram"), ("vk", "ВКонтакте")):
        for code, count in sorted(stats[api]["limits"].items()):
            LOG.info("предел %s, ошибка %s, раз: %d", name, code, count)
    line = {
        "posts": counts["posts"],
        "incidents": counts["incidents"],
        "cards": counts["cards"],
        "cards_pending": counts["cards_pending"],
        "presses": presses,
        "answers": counts["answers"],
        "limits": {api: sum(stats[api]["limits"].values()) for api in ("telegram", "vk")},
        "errors": errors + len(unsent) + len(unheard) + sum(wrong.values()),
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
