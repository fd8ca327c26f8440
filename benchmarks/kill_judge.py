"""Judge of the kill benchmark: what was written, pressed and sent against what stands on walls, phones and in the database.

A message may stand twice only where a kill caught its outbox row in flight: the process died between the messenger's acceptance
and our commit, which nobody can tell from a refusal. Each such row excuses one copy; every other double is a fault.
"""

import contextlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.config.district import District
from bot.demo.control import Control
from bot.demo.town import Town
from bot.renderer import Renderer
from bot.storage.engine.storage import open_storage
from bot.username import BotName
from incidents.ids import ChatId, IncidentId

Json = dict[str, Any]  # Any: JSON of the control API

NUMBER = re.compile(r"№ (\d{1,9})")
SHOWN = 20  # faults named in the output
UNANSWERED = "SELECT i.number, i.status, (SELECT group_concat(o.state) FROM outbox o WHERE o.incident_id = i.id) FROM incident i "
UNSHOWN = (
    UNANSWERED + "WHERE id NOT IN (SELECT incident_id FROM card_copy) AND id NOT IN "
    "(SELECT incident_id FROM outbox WHERE kind = 'card' AND incident_id IS NOT NULL AND state IN ('pending', 'claimed'))"
)
WAITING = {
    "unread": "SELECT count(*) FROM post WHERE taken_at IS NULL AND set_aside_at IS NULL",
    "inbox": "SELECT count(*) FROM inbox WHERE state = 'new'",
    "answers": "SELECT count(*) FROM answer WHERE state IN ('scheduled', 'publishing')",
    "claimed": "SELECT count(*) FROM outbox WHERE state = 'claimed'",
}
DUE = "SELECT count(*) FROM outbox WHERE state = 'pending' AND coalesce(not_before, '') <= ? AND coalesce(retry_at, '') <= ?"


@dataclass(slots=True)
class Verdict:
    """What was seen; `lost` and `twice` are faults, `excused` are doubles that a kill explains."""

    figures: dict[str, object] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    excused: int = 0

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing twice."""
        return not self.lost and not self.twice


def opened(file: Path) -> sqlite3.Connection:
    """A reading connection beside the bot's."""
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)


def in_flight(file: Path) -> Counter[int]:
    """How many rows were lent to the courier in each chat: asked right after a kill, whose half transaction it rolls back."""
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as db:
        return Counter(chat for (chat,) in db.execute("SELECT chat_id FROM outbox WHERE state = 'claimed'"))


def waiting(file: Path, now: datetime) -> dict[str, int]:
    """What is under way still: posts unread, updates unhandled, answers unpublished, outbox rows lent or due."""
    moment = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    with opened(file) as db:
        counts = {name: int(db.execute(asked).fetchone()[0]) for name, asked in WAITING.items()}
        return {**counts, "due": int(db.execute(DUE, (moment, moment)).fetchone()[0])}


async def judge(
    control: Control, town: Town, district: District, database: str, file: Path, caught: Counter[int], now: datetime
) -> Verdict:
    """Compare everything; `caught` are the rows in flight at the kills, a chat each."""
    verdict = Verdict()
    with opened(file) as db:
        await _posts(control, town, db, verdict)
        _letters(db, verdict)
        await _cards(control, db, verdict)
        await _messages(control, town, db, caught, verdict)
    await _stale(control, district, database, file, verdict, now)
    return verdict


async def _posts(control: Control, town: Town, db: sqlite3.Connection, verdict: Verdict) -> None:
    written: set[str] = set()
    comments: Counter[tuple[str, str]] = Counter()
    for community in town.communities:
        for post in (await control.get("vk/wall", group_id=community.group_id))["posts"]:
            place = f"wall-{community.group_id}_{post['post_id']}"
            written.add(place)
            for comment in _all_comments(post):
                if comment["from_id"] == -town.answers_as.group_id:
                    comments[place, comment["text"]] += 1
                else:
                    written.add(f"{place}_r{comment['id']}")
    stored = Counter(row[0] for row in db.execute("SELECT external_id FROM post"))
    verdict.lost += [f"post {id}" for id in written if not stored[id]]
    verdict.twice += [f"post {id}" for id, count in stored.items() if count > 1]
    for (where, text), count in comments.items():
        asked = "SELECT a.id, a.state, a.tries FROM answer a JOIN post p ON p.id = a.post_id WHERE p.external_id = ? AND a.text = ?"
        if count > 1:
            verdict.twice.append(f"answer under {where}: {count} comments of {db.execute(asked, (where, text)).fetchall()}")
    published = "SELECT p.external_id, a.text FROM answer a JOIN post p ON p.id = a.post_id WHERE a.state = 'published'"
    answers = db.execute(published).fetchall()
    verdict.lost += [f"answer under {where}" for where, text in answers if not comments[where.split("_r")[0], text]]
    verdict.figures |= {"posts": len(written), "answers": len(answers)}


def _all_comments(post: Json) -> Iterable[Json]:
    for comment in post["comments"]:
        yield comment
        yield from comment["thread"]


def _letters(db: sqlite3.Connection, verdict: Verdict) -> None:
    """Updates and rows that were given up; presses that came."""
    for table in ("inbox", "outbox"):
        dead = db.execute(f"SELECT count(*) FROM {table} WHERE state = 'dead'").fetchone()[0]
        verdict.lost += [f"{dead} dead rows of {table}"] if dead else []
    verdict.figures["inbox"] = db.execute("SELECT count(*) FROM inbox").fetchone()[0]
    if (sound := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        verdict.lost.append(f"integrity: {sound}")


async def _cards(control: Control, db: sqlite3.Connection, verdict: Verdict) -> None:
    numbers = dict(db.execute("SELECT id, number FROM incident").fetchall())
    copies = db.execute("SELECT incident_id, chat_id, message_id FROM card_copy").fetchall()
    for chat_id in sorted({chat for _, chat, _ in copies}):
        shown = {message["message_id"] for message in await control.chat(chat_id)}
        gone = [numbers[incident] for incident, chat, message in copies if chat == chat_id and message not in shown]
        verdict.lost += [f"card of № {number} in {chat_id}" for number in gone]
    verdict.lost += [f"card of № {number} ({status}): {rows}" for number, status, rows in db.execute(UNSHOWN).fetchall()]
    verdict.figures |= {"incidents": len(numbers), "cards": len(copies)}


async def _messages(control: Control, town: Town, db: sqlite3.Connection, caught: Counter[int], verdict: Verdict) -> None:
    """Cards, prompts and previews that stand oftener than they were asked for, against the rows that a kill caught in the chat."""
    for official in town.officials:
        shown = [m for m in await control.chat(official.user_id) if m["html"]]
        doubles = [each for each in _alike(shown) if len(each) > _asked(db, official.user_id, each[0])]
        extra = sum(len(each) - _asked(db, official.user_id, each[0]) for each in doubles)
        excused = min(extra, caught[official.user_id])
        verdict.excused += excused
        if extra > excused:
            told = [f"{[m['message_id'] for m in each]} «{each[0]['text'][:60]}»" for each in doubles]
            verdict.twice.append(f"{extra - excused} messages in {official.user_id}: {told}")


def _alike(messages: Sequence[Json]) -> list[list[Json]]:
    """Messages of one incident with the same words and the same buttons."""
    groups: dict[tuple[object, ...], list[Json]] = {}
    for message in messages:
        presses = tuple(button.get("callback_data") for row in message["buttons"] or () for button in row)
        if NUMBER.search(message["text"]):
            groups.setdefault((message["text"], presses), []).append(message)
    return [each for each in groups.values() if len(each) > 1]


def _asked(db: sqlite3.Connection, chat_id: int, message: Json) -> int:
    """How often at most one message of this incident was asked for in the chat: a prompt may be called by two presses."""
    numbers = [int(number) for number in NUMBER.findall(message["text"])]
    asked = (
        "SELECT count(*) FROM outbox o JOIN incident i ON i.id = o.incident_id WHERE o.chat_id = ? AND i.number = ? AND o.kind = 'say'"
        " AND o.state = 'done' AND json_extract(o.params, '$.edit') IS NULL GROUP BY o.code ORDER BY 1 DESC LIMIT 1"
    )
    rows = [row for number in numbers if (row := db.execute(asked, (chat_id, number)).fetchone())]
    return max((int(row[0]) for row in rows), default=1)


async def _stale(control: Control, district: District, database: str, file: Path, verdict: Verdict, now: datetime) -> None:
    """Cards whose buttons are not those that the incident has now: an edit was lost. Rows still pending explain theirs."""
    renderer, stale, compared = Renderer(district, BotName()), 0, 0
    with opened(file) as db:
        copies = db.execute(
            "SELECT incident_id, chat_id, message_id FROM card_copy c WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE"
            " o.incident_id = c.incident_id AND o.chat_id = c.chat_id AND o.kind = 'card' AND o.state IN ('pending', 'claimed'))"
        ).fetchall()
    storage = await open_storage(database, district.id)
    try:
        for chat_id in sorted({chat for _, chat, _ in copies}):
            shown = {message["message_id"]: message for message in await control.chat(chat_id)}
            for incident, chat, message_id in copies:
                if chat != chat_id or message_id not in shown:
                    continue
                async with storage.transaction() as tx:
                    card = await renderer.card(tx, IncidentId(incident), ChatId(chat), now=now)
                compared += 1
                wanted = [button.label for row in card.rows for button in row]
                if wanted != (stands := [button["text"] for row in shown[message_id]["buttons"] or () for button in row]):
                    stale += 1
                    verdict.lost.append(f"edit of incident {incident} in {chat}: shows {stands}, has {wanted}")
    finally:
        await storage.close()
    verdict.figures |= {"cards_compared": compared, "cards_stale": stale}
