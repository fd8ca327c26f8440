"""`otklik replay`: the whole decision path dry.

Real storage, real desk, a database that lives as long as the command; nothing is sent.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from bot.config.district import PACKAGE_DATA, District, load_district
from bot.screens.kit.place import place_text
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from incidents.desk.intake.same_problem_offers import similar_to
from incidents.desk.intake.take_in import NO_APPEAL, take_in
from incidents.desk.outcome import Outcome
from incidents.ids import ChatId, IncidentId, OfficialId
from incidents.incident import Doubt
from incidents.official import Official, Role
from incidents.posts import Network, Post, Source
from incidents.sources.own_words import judged
from nlp.blas import one_blas_thread
from nlp.reader import Reader
from nlp.tables import load_district as load_places
from nlp.tables import load_taxonomy

NO_APPEALS = frozenset({*NO_APPEAL.values(), "не обращение"})
START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
STEP = timedelta(minutes=1)
YEARS = range(2000, 2100)
TRIES_TEXT = "нужен объект JSON с полями id и text"
SAMPLE = PACKAGE_DATA / "districts" / "konakovo"
"""Norms, departments and rules of `--district none`: the rules that name no settlement hold anywhere."""


class _BadLine(Exception):
    pass


@dataclass(slots=True)
class _State:
    storage: Storage
    reader: Reader
    district: District
    sources: dict[str, Source]
    moment: datetime = START


def replay_stream(lines: Iterable[str], out: TextIO, *, district: Path | None, taxonomy: Path, progress: bool | None = None) -> int:
    """Decide about each post and write where it would go, in the same order; returns how many lines could not be read."""
    one_blas_thread()
    return asyncio.run(_replay(lines, out, district, taxonomy, progress))


async def _replay(lines: Iterable[str], out: TextIO, folder: Path | None, taxonomy: Path, progress: bool | None) -> int:
    district = load_district(folder or SAMPLE)
    reader = Reader(load_places(folder) if folder else None, load_taxonomy(taxonomy))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="otklik-replay-") as place:
        url = f"sqlite+aiosqlite:///{Path(place) / 'replay.db'}"
        await asyncio.to_thread(migrate, url)
        storage = await open_storage(url, district.id)
        try:
            await _staff(storage, district)
            state = _State(storage, reader, district, {})
            shown = sys.stderr.isatty() if progress is None else progress
            with tqdm(unit=" постов", desc="Разбираю", disable=not shown, file=sys.stderr) as bar:
                for line in _filled(lines):
                    answer = await _line(state, line)
                    failed += "error" in answer
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                    bar.update()
        finally:
            await storage.close()
    out.flush()
    return failed


def _filled(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


async def _staff(storage: Storage, district: District) -> None:
    """One executor a department, so that every rule finds somebody; the coordinator gets the rest."""
    async with storage.transaction() as tx:
        for department in district.departments:
            await tx.departments.put(department)
        await tx.rules.put(district.rules)
        people = [(Role.COORDINATOR, None), *((Role.EXECUTOR, department.id) for department in district.departments)]
        for number, (role, department_id) in enumerate(people, start=1):
            await tx.officials.enrol(
                Official(
                    id=OfficialId(0),
                    district_id=district.id,
                    role=role,
                    department_id=department_id,
                    user_id=ChatId(number),
                    title=role,
                )
            )


async def _line(state: _State, line: str) -> dict[str, Any]:  # Any: JSON
    row: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise _BadLine(TRIES_TEXT)  # noqa: TRY301 - every wrong shape is one answer
        post = _post(state, row)
    except (ValueError, _BadLine) as error:
        text = str(error) if isinstance(error, _BadLine) else TRIES_TEXT
        return {"id": row.get("id") if isinstance(row, dict) else None, "error": text}
    async with state.storage.transaction() as tx:
        source = await _source(state, tx, row)
        await tx.door.receive(source, post, at=state.moment, history=False)
        stored = next((p for p in await tx.unread.next(limit=100) if p.post.external_id == post.external_id), None)
        if stored is None:
            return {"id": row["id"], "incident": None, "because": "такой пост уже был"}
        reading = state.reader.read(
            post.text, community=row.get("community"), settlement_id=source.settlement_id, parent_text=row.get("parent_text")
        )
        outcome = await take_in(tx, state.district.policy, stored, reading, now=state.moment)
        if outcome.because in NO_APPEALS:  # nobody is shown these: what the reader's measures are counted by
            read = judged(stored.post, reading)
            outcome = replace(outcome, similar=await similar_to(tx, state.district.policy, stored, read, now=state.moment))
        parts = {"parts": [part.topic for part in reading.parts]} if reading.parts else {}
        return {**await _answer(tx, row["id"], outcome), **parts}


def _post(state: _State, row: dict[str, Any]) -> Post:  # Any: JSON
    at = row.get("at")
    moment = datetime.fromisoformat(at) if isinstance(at, str) and at else state.moment + STEP
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=state.district.timezone)
    if moment.year not in YEARS:  # one such line would drag the clock of all that follow with it
        raise ValueError(f"year {moment.year}")
    state.moment = max(state.moment, moment)
    parent = row.get("parent_id")
    return Post(
        network=Network.VK,
        external_id=str(row["id"]),
        url="",
        text=_text(row),
        author_id=str(row.get("author") or ""),
        published_at=moment,
        parent_external_id=str(parent) if parent is not None else None,
    )


def _text(row: dict[str, Any]) -> str:  # Any: JSON
    """The text under its heading, if the network gives it one: the place often stands there only."""
    text, title = row["text"], row.get("title")
    return f"{title}\n{text}" if isinstance(title, str) and title.strip() and title not in text else str(text)


async def _source(state: _State, tx: Tx, row: dict[str, Any]) -> Source:  # Any: JSON
    title = str(row.get("community") or "")
    if title not in state.sources:
        state.sources[title] = await tx.sources.add(Network.VK, f"replay:{title}", title or "без названия", None)
    return state.sources[title]


async def _answer(tx: Tx, id: Any, outcome: Outcome) -> dict[str, Any]:  # Any: JSON
    incident = outcome.incident
    similar = {"similar": [{"incident": each.number, "p": round(each.p, 4)} for each in outcome.similar]} if outcome.similar else {}
    if incident is None:
        return {"id": id, "incident": None, "because": outcome.because, **similar}
    known: IncidentId = incident.id
    incident = await tx.incidents.get(known)
    to = incident.department_id or (incident.proposed_id if incident.doubt is Doubt.DANGER else None)  # held back until somebody has looked
    route = {"department": to} if to else {"official": "coordinator"}
    return {
        "id": id,
        "incident": incident.number,
        "new": outcome.is_new,
        "status": incident.status,
        "group": incident.group,
        "topic": incident.topic,
        "place": place_text(incident.place),
        "route": {**route, "because": incident.route_because},
        "due_at": incident.answer_by.isoformat() if incident.answer_by else None,
        "danger": incident.danger_grade is not None,
        "matched_because": outcome.matched_because,
        **similar,
    }
