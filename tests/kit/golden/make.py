"""Making the evening: the demo is played, everybody presses everything once."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.storage.engine.sqlite_library import sqlite3
from incidents.outbox_message import classes
from tests.kit.golden.evening import CLOCK, DUMP, FOLDER, Evening, Json, dialogue_of, evening_in, kept_evening
from tests.kit.golden.search import Search
from tests.kit.golden.sections import COMMANDS, GROUP, SECTIONS, STATES, led, samples
from tests.kit.golden.typed import ANSWERING, ANYTHING, COORDINATOR, TYPED, answers
from tests.kit.golden.written import pressable

DEMO = ("-m", "bot", "demo", "--headless", "--seed", "1", "--speed", "80", "--seconds", "520")
"""From nine in the morning till eight in the evening."""
ALMOST = 500.0  # real seconds: the copy is taken before the demo ends and its file goes
STEP = timedelta(seconds=10)
MOST = 800  # kinds of buttons
TRIES = 6  # buttons of one kind that are pressed until one is not refused
KINDS = 5  # of words with one act: there are many topics and towns
ALIKE = 60  # buttons of one kind that are remembered
_PORT = re.compile(r"127\.0\.0\.1:\d+")


def play(base: Path) -> None:
    """The demo's day; the database as it is in the evening goes to `base`."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with subprocess.Popen([sys.executable, *DEMO], env={**os.environ, "TMPDIR": folder}) as demo:
            while demo.poll() is None and time.monotonic() - began < ALMOST:
                time.sleep(1)
            with closing(sqlite3.connect(next(Path(folder).glob("*/day1.db")))) as played, closing(sqlite3.connect(base)) as copy:
                played.backup(copy)


def furnish(base: Path) -> datetime:
    """An observer and a group beside the demo's people; what nobody reads goes. Gives back the moment after the last event."""
    with closing(sqlite3.connect(base)) as opened, opened:
        opened.execute("DELETE FROM inbox")
        names = [row[1] for row in opened.execute("PRAGMA table_info(official)")]
        changed = {"id": "(SELECT max(id) + 1 FROM official)", "role": "'observer'", "user_id": "1999", "title": "'наблюдатель'"}
        columns, values = ", ".join(f'"{name}"' for name in names), ", ".join(changed.get(name, f'"{name}"') for name in names)
        opened.execute(f"INSERT INTO official ({columns}) SELECT {values} FROM official WHERE role = 'head'")
        opened.execute("UPDATE department SET chat_id = ? WHERE id = 'roads'", (GROUP,))
        last = datetime.fromisoformat(opened.execute("SELECT max(at) FROM event").fetchone()[0]).replace(tzinfo=UTC)
    return last.replace(microsecond=0) + timedelta(minutes=1)


class Crawl:
    """Everybody types every command, opens every card and presses every kind of button once; every question is answered."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._seen: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._words: dict[str, set[str]] = {}
        self._pressed: set[tuple[str, str]] = set()
        self._worn: Counter[str] = Counter()  # how often the buttons of a number were pressed
        self.states: dict[str, Json] = {}

    async def run(self) -> None:
        """Until there is no new kind of button."""
        chats = self._evening.ask("SELECT user_id FROM official ORDER BY id")
        for text in COMMANDS:
            for chat in chats:
                await self._hear(chat, self._evening.type(chat, text))
        for row in await self._evening.rows():
            self._look(row.chat_id, await self._evening.say(row))
        while len(self._pressed) < MOST:
            for id in self._evening.ask("SELECT id FROM incident ORDER BY id"):
                for chat, text in zip(chats, await self._evening.cards(id, chats), strict=True):
                    self._look(chat, text)
            fresh = [shape for shape in self._seen if shape not in self._pressed]
            if not fresh:
                return
            for shape in fresh:
                await self._press(shape)
            sys.stderr.write(f"нажали {len(self._pressed)}\n")

    def kinds(self) -> list[tuple[int, str]]:
        """One button of every kind."""
        return sorted((found[0] for found in self._seen.values()), key=lambda pair: (pair[1].split(":")[:2], pair[0], pair[1]))

    async def _press(self, shape: tuple[str, str]) -> None:
        self._pressed.add(shape)
        for chat, data in sorted(self._seen[shape], key=lambda pair: self._worn[_number(pair[1])])[:TRIES]:
            self._worn[_number(data)] += 1
            if not await self._hear(chat, self._evening.press(chat, data)):
                return

    async def _hear(self, chat: int, update: Json) -> bool:
        """Whether it was refused."""
        self._evening.clock.moment += STEP
        answer = await self._evening.hear(update, keep=True)
        for row, text in zip(answer.rows, answer.texts, strict=True):
            self._look(row.chat_id, text)
        found = self._evening.ask("SELECT state, data FROM fsm WHERE key = ?", dialogue_of(chat))
        for state, kept in found:
            data = json.loads(kept)
            what = str(data.get("what") or state)
            if what not in self.states or len(self.states[what]["fsm"]["data"]) < len(data):
                text = TYPED.get(what, "Проверим завтра до 12:00 и напишем здесь")
                self.states[what] = {"who": chat, "text": text, "fsm": {"key": dialogue_of(chat), "state": state, "data": data}}
                await self._hear(chat, self._evening.type(chat, text))
        return answer.refused

    def _look(self, chat: int, text: str) -> None:
        for data in pressable(text):
            act, words = _shape(data)
            if words in self._words.setdefault(act, set()) or len(self._words[act]) < KINDS:
                self._words[act].add(words)
                pairs = self._seen.setdefault((act, words), [])
                if len(pairs) < ALIKE and (chat, data) not in pairs:
                    pairs.append((chat, data))


def _shape(data: str) -> tuple[str, str]:
    """What is pressed, and with which words; numbers and days are all alike."""
    prefix, do, *rest = [*re.sub(r":\d+", ":0", data).split(":"), ""]
    return f"{prefix}:{do}", re.sub(r"\d+", "0", ":".join(rest))


def _number(data: str) -> str:
    return next((part for part in data.split(":")[1:] if part.isdecimal()), "")


async def fill(evening: Evening) -> None:
    """A row for every code that no row used: the first parameters with which it can be said; and one with all it may ask for."""
    used = {row.code for row in await evening.rows()}
    search = Search(evening, (await evening.rows())[0])
    for code in sorted({*classes()} - {*used, "delete"}):
        found = await search.of(code)
        for params in found:
            _add(evening, code, params)
        if not found:
            _add(evening, code, {})
            sys.stderr.write(f"нечего сказать: {code}\n")


def _add(evening: Evening, code: str, params: Mapping[str, Any]) -> None:  # Any: JSON of a row
    with closing(sqlite3.connect(evening.file)) as base, base:
        names = [row[1] for row in base.execute("PRAGMA table_info(outbox)") if row[1] != "id"]
        chat = base.execute("SELECT min(user_id) FROM official WHERE role = 'coordinator'").fetchone()[0]
        given = {"code": code, "params": json.dumps(params, sort_keys=True, separators=(",", ":")), "chat_id": chat}
        given |= {"kind": "say", "state": "done", "incident_id": None, "post_id": None, "topic_id": None}
        columns, values = ", ".join(f'"{n}"' for n in names), ", ".join(f":{n}" if n in given else f'"{n}"' for n in names)
        base.execute(f"INSERT INTO outbox ({columns}) SELECT {values} FROM outbox ORDER BY id LIMIT 1", given)


def dump(base: Path, now: datetime) -> None:
    """The file as sorted SQL, without photos and the port of that day; its clock beside it."""
    with closing(sqlite3.connect(base)) as opened:
        opened.execute("UPDATE answer_photo SET content = NULL")
        opened.execute("DELETE FROM courier")
        opened.commit()
        lines = [
            _PORT.sub("127.0.0.1:8080", line)
            for line in opened.iterdump()
            if "sqlite_stat" not in line and line != "ANALYZE sqlite_master;"
        ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    DUMP.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    CLOCK.write_text(json.dumps({"now": now.isoformat()}) + "\n", encoding="utf-8")


async def make(base: Path) -> None:
    """Everything but the playing, from the database of a played evening."""

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evening.db"
        shutil.copy(base, file)
        async with evening_in(file, furnish(file)) as evening:
            crawl = Crawl(evening)
            await crawl.run()
            await fill(evening)
            pressed = await led([*crawl.kinds(), *((COORDINATOR, data) for data in samples())], evening)
            now = evening.clock.moment + timedelta(minutes=1)
        dump(file, now)
        (FOLDER / "buttons.txt").write_text(pressed, encoding="utf-8")
        cases = [crawl.states[what] if what in crawl.states else _unasked(what) for what in sorted({*crawl.states, *TYPED})]
        STATES.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _unasked(what: str) -> Json:
    chat = answers(what)
    return {"who": chat, "text": TYPED[what], "fsm": {"key": dialogue_of(chat), "state": ANSWERING, "data": {"what": what, **ANYTHING}}}


async def record() -> None:
    """All files of texts, anew."""
    with tempfile.TemporaryDirectory() as folder:
        async with kept_evening(Path(folder)) as evening:
            for name, section in SECTIONS.items():
                (FOLDER / name).write_text(await section(evening), encoding="utf-8")
