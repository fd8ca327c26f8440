"""The judge: what was written, pressed and sent against what stands on walls, phones and in the database."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.kit.buttons import CardButton, Press
from incidents.head.summary import SUMMARY_JOB
from tests.chaos.base import Kept
from tests.chaos.verdict import Kill, Verdict

Json = dict[str, Any]  # Any: JSON of the control API

IN_FLIGHT = 5.0
"""Real seconds between the messenger's acceptance and our commit on a busy machine: a kill within them excuses one double."""
CARD = "У кого:"
SENT, DELETE = "Отправить", "delete"
NUMBER = re.compile(r"№ (\d{1,9})")
FINISHED, UNSENT = {"done", "dead"}, {"draft", "cancelled"}
MOOT = {"nothing to speak of", "the incident is gone"}
"""Rows that were given up because what they speak of is over: nobody misses them."""
ASKED_BY = {"accept": (Press.ACCEPT, Press.ANSWER), "known": (Press.KNOWN,), "safe": (Press.SAFE,)}
"""Acts, and the buttons of a card that do them: who answers has accepted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The world outside. `chats`: all messages ever, the deleted ones too; `comments`: ours, by place and text."""

    written: dict[str, str]
    chats: dict[int, Sequence[Json]]
    comments: Counter[tuple[str, str]]
    presses: Sequence[tuple[int, str, str]]
    typed: Sequence[tuple[int, int]]
    heads: frozenset[int]
    unneeded: frozenset[int]
    origin: float
    anchor: float
    speed: float

    def real(self, message: Json) -> float:
        """The real moment at which a message came."""
        return self.anchor + (float(message["date"]) - self.origin) / self.speed


def judge(seen: Seen, kept: Kept, kills: Sequence[Kill]) -> Verdict:
    """Compare everything that needs no rendering."""
    verdict = Verdict()
    _posts(seen, kept, verdict)
    _presses(seen, kept, verdict)
    _effects(seen, kept, verdict)
    _answers(seen, kept, verdict)
    _notices(seen, kept, verdict)
    _summaries(seen, kept, verdict)
    _doubles(seen, kept, kills, verdict)
    verdict.figures |= {
        "posts": len(seen.written),
        "incidents": len(kept.incidents),
        "presses": len(seen.presses),
        "typed": len(seen.typed),
        "answers": sum(row.state == "published" for row in kept.answers),
        "summaries": sum(row.job == SUMMARY_JOB for row in kept.slots),
        "messages": sum(len(messages) for messages in seen.chats.values()),
        "cards": len(kept.copies),
    }
    return verdict


def _posts(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """Each post is stored once, read, and a voice of one incident."""
    stored = Counter(row.external_id for row in kept.posts)
    ids = {row.external_id: row.id for row in kept.posts}
    voices = {row.post_id for row in kept.voices}
    verdict.add("posts_lost", *(f"{place} is not stored" for place in seen.written if not stored[place]))
    verdict.add("posts_lost", *(f"{row.external_id} is not read" for row in kept.posts if row.taken_at is None))
    unheard = [place for place in seen.written if place in ids and ids[place] not in voices]
    verdict.add("posts_lost", *(f"{place} is in no incident: {seen.written[place]}" for place in unheard))
    verdict.add("effects_twice", *(f"{place} is stored {count} times" for place, count in stored.items() if count > 1))


def _presses(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """Each press and each typed text is in the inbox once, and handled."""
    came = Counter(str(row.raw["callback_query"]["id"]) for row in kept.inbox if "callback_query" in row.raw and row.state == "done")
    updates = Counter(row.update_id for row in kept.inbox if row.state == "done")
    verdict.add("presses_lost", *(f"press {id} «{label}» of {who}" for who, label, id in seen.presses if not came[id]))
    verdict.add("presses_lost", *(f"text {update} of {who}" for who, update in seen.typed if not updates[update]))
    verdict.add("presses_lost", *(f"update {row.update_id}: {row.error}" for row in kept.inbox if row.state == "dead"))
    verdict.add("effects_twice", *(f"press {id} came {count} times" for id, count in came.items() if count > 1))


def _effects(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """Nothing is done oftener than it was pressed, and what was pressed first is done."""
    asked = Counter(_asked_of(row.raw) for row in kept.inbox if row.state == "done" and "callback_query" in row.raw)
    done = Counter((row.incident_id, row.act) for row in kept.events if row.act in ASKED_BY)
    touched = {row.incident_id for row in kept.events if row.by_id is not None}
    for (id, act), count in done.items():
        pressed = sum(asked[id, button] for button in ASKED_BY[act])
        if count > pressed:
            verdict.add("effects_twice", f"incident {id}: {act} {count} times, pressed {pressed}")
    untouched = [key[0] for key in asked if key is not None and key[1] is Press.ACCEPT and key[0] not in touched]
    verdict.add("presses_lost", *(f"incident {id}: «Принять» left no trace" for id in untouched))
    joined = Counter(row.incident_id for row in kept.events if row.act == "take_in")
    voices = Counter(row.incident_id for row in kept.voices)
    wrong = [id for id in joined | voices if joined[id] > voices[id]]
    verdict.add("effects_twice", *(f"incident {id}: {joined[id]} posts taken in, {voices[id]} voices" for id in wrong))


def _asked_of(raw: Json) -> tuple[int, Press] | None:
    try:
        button = CardButton.unpack(str(raw["callback_query"].get("data")))
    except (TypeError, ValueError):
        return None
    return button.incident, button.press


def _answers(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """Each published answer stands once; none stands that nobody sent."""
    own = [row for row in kept.answers if row.shares is None and row.state not in UNSENT]
    stands = Counter((row.under.split("_r")[0], row.text) for row in kept.answers if row.state == "published")
    for key, count in seen.comments.items():
        if count > stands[key]:
            verdict.add("answers_twice", f"{count} comments under {key[0]}, published {stands[key]}")
    verdict.add("notices_lost", *(f"answer under {key[0]} does not stand" for key in stands if not seen.comments[key]))
    sent = sum(label.startswith(SENT) for _, label, _ in seen.presses)
    if len(own) > sent:
        verdict.add("effects_twice", f"{len(own)} answers, «{SENT}» pressed {sent} times")


def _notices(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """Nothing was given up; each incident's card stands; as many messages came as rows say."""
    dead = [row for row in kept.outbox if row.state == "dead" and row.error not in MOOT]
    verdict.add("notices_lost", *(f"row {row.id} ({row.kind} {row.code}) is dead: {row.error}" for row in dead))
    shown = {(chat, message["message_id"]) for chat, messages in seen.chats.items() for message in messages if not message["deleted"]}
    gone = [row for row in kept.copies if row.chat_id in seen.chats and (row.chat_id, row.message_id) not in shown]
    verdict.add("notices_lost", *(f"card of incident {row.incident_id} in {row.chat_id} does not stand" for row in gone))
    on_its_way = {row.incident_id for row in kept.outbox if row.kind == "card" and row.state not in FINISHED}
    carded = {row.incident_id for row in kept.copies} | on_its_way
    verdict.add("notices_lost", *(f"incident № {row.number} ({row.status}) has no card" for row in kept.incidents if row.id not in carded))
    said: Counter[int] = Counter()
    for row in kept.outbox:
        if _is_message(row) and row.id not in seen.unneeded:
            said[row.chat_id] += 1
    for chat, messages in seen.chats.items():
        came = sum(bool(message["html"]) for message in messages)
        wanted = said[chat] + len({row.incident_id for row in kept.cards if row.chat_id == chat})
        if came < wanted:
            verdict.add("notices_lost", f"{came} messages in {chat}, {wanted} were sent")


def _summaries(seen: Seen, kept: Kept, verdict: Verdict) -> None:
    """One a date: as many rows as dates to each head, and as many messages as rows."""
    dates = sum(row.job == SUMMARY_JOB for row in kept.slots)
    rows = Counter(row.chat_id for row in kept.outbox if row.kind == "say" and row.code == SUMMARY_JOB)
    verdict.add("summaries_wrong", *(f"{rows[chat]} summaries to {chat}, {dates} dates" for chat in seen.heads if rows[chat] != dates))


def _doubles(seen: Seen, kept: Kept, kills: Sequence[Kill], verdict: Verdict) -> None:
    """Cards that the database does not know, and texts that stand oftener than they were asked for, beyond what kills explain."""
    known = {(row.chat_id, row.message_id) for row in (*kept.copies, *kept.cards)}
    excuses = [kill.at for kill in kills]
    for chat, messages in seen.chats.items():
        cards = [m for m in messages if m["html"] and not m["deleted"] and CARD in m["text"] and (chat, m["message_id"]) not in known]
        for message in cards:
            _found(seen, verdict, "cards_twice", chat, message, excuses)
        alike: dict[object, list[Json]] = defaultdict(list)
        for message in messages:
            if message["html"] and not message["deleted"] and CARD not in message["text"]:
                buttons = tuple(button.get("callback_data") for row in message["buttons"] or () for button in row)
                alike[message["html"], buttons, message["reply_to_message_id"]].append(message)
        for same in alike.values():
            for message in same[: len(same) - _most(kept, chat, same[0])]:
                _found(seen, verdict, "messages_twice", chat, message, excuses)


def _found(seen: Seen, verdict: Verdict, kind: str, chat: int, message: Json, kills: Sequence[float]) -> None:
    """A double: excused where a kill came within moments after it."""
    if any(0 <= at - seen.real(message) + 0.2 <= IN_FLIGHT for at in kills):
        verdict.excused += 1
    else:
        verdict.add(kind, f"message {message['message_id']} in {chat}: «{message['text'][:60]}»")


def _most(kept: Kept, chat: int, message: Json) -> int:
    """How often one text was asked for in a chat at the most."""
    numbers = {int(number) for number in NUMBER.findall(message["text"])}
    incidents = {None, *(row.id for row in kept.incidents if row.number in numbers)}
    rows = Counter(row.code for row in kept.outbox if _is_message(row) and row.chat_id == chat and row.incident_id in incidents)
    return max(rows.values(), default=1)


def _is_message(row: Any) -> bool:  # Any: a row
    """Whether a row became a message of its own."""
    return row.kind == "say" and row.state == "done" and row.code != DELETE and "edit" not in row.params
