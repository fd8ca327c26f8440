"""`otklik replay`: the whole decision path dry.

Real storage, real desk, a database that lives as long as the command; nothing is sent. The clock is that of the lines.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from bot.cli.output import complain
from bot.cli.replay_lines import STEP, TAKEN, BadLine, CloseLine, PostLine, parsed
from bot.config.district import PACKAGE_DATA, District, load_district
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from handlers.kit.place import place_text
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.intake.ask_appeal import UNSURE
from incidents.desk.intake.take_in import take_in
from incidents.desk.outcome import Outcome
from incidents.desk.second_questions import has_second_question
from incidents.ids import ChatId, IncidentId, OfficialId
from incidents.incident import FINAL, Act, ClosingOutcome, Doubt, Incident, Status
from incidents.intake.dropped_posts import is_doubtful
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.posts import Network, Source
from incidents.sameness.lookups import NEAREST
from incidents.sameness.one_problem import Sameness
from incidents.sources.own_words import with_news_rules
from nlp.blas import one_blas_thread
from nlp.district_files import load_district as load_places
from nlp.district_files import load_taxonomy
from nlp.reader import Reader

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # where the clock stands before a stream whose first line names no moment
SAMPLE = PACKAGE_DATA / "districts" / "konakovo"
"""Norms, departments and rules of `--district none`: the rules that name no settlement hold anywhere."""


@dataclass(slots=True)
class _State:
    storage: Storage
    reader: Reader
    district: District
    policy: Policy
    coordinator: Official
    sources: dict[str, Source] = field(default_factory=dict)
    closed: set[IncidentId] = field(default_factory=set)
    moment: datetime | None = None

    def pass_to(self, at: datetime | None) -> datetime:
        """The moment of a line: the clock starts at the first one and never goes back."""
        before = self.moment
        if before is None:
            self.moment = at or START
        else:
            self.moment = before + STEP if at is None else max(before, at)
        return self.moment


def replay_stream(
    lines: Iterable[str],
    out: TextIO,
    *,
    district: Path | None,
    taxonomy: Path,
    progress: bool | None = None,
    sameness: Sameness | None = None,
    weights: Path | None = None,
) -> int:
    """Decide about each post and write where it would go, in the same order; returns how many lines could not be read.

    `sameness`, `weights`: others than the shipped ones, for measuring.
    """
    one_blas_thread()
    reader = Reader(load_places(district) if district else None, load_taxonomy(taxonomy), weights=weights)
    return asyncio.run(_replay(lines, out, district, reader, progress, sameness))


async def _replay(
    lines: Iterable[str], out: TextIO, folder: Path | None, reader: Reader, progress: bool | None, sameness: Sameness | None
) -> int:
    district = load_district(folder or SAMPLE)
    policy = district.policy if sameness is None else replace(district.policy, sameness=sameness)
    failed = late = 0
    with tempfile.TemporaryDirectory(prefix="otklik-replay-") as place:
        url = f"sqlite+aiosqlite:///{Path(place) / 'replay.db'}"
        await asyncio.to_thread(migrate, url)
        storage = await open_storage(url, district.id)
        try:
            state = _State(storage, reader, district, policy, await _staff(storage, district))
            shown = sys.stderr.isatty() if progress is None else progress
            with tqdm(unit=" постов", desc="Разбираю", disable=not shown, file=sys.stderr) as bar:
                for line in _filled(lines):
                    answer = await _line(state, line)
                    failed += "error" in answer
                    late += "warning" in answer
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                    bar.update()
        finally:
            await storage.close()
    out.flush()
    if late:
        complain(f"Строк со временем раньше, чем у строки выше: {late}. Часы назад не идут: расставьте строки от старых к новым")
    return failed


def _filled(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


async def _staff(storage: Storage, district: District) -> Official:
    """One executor a department, so that every rule finds somebody; the coordinator, who gets the rest, is given back."""
    async with storage.transaction() as tx:
        for department in district.departments:
            await tx.departments.put(department)
        await tx.rules.put(district.rules)
        people = [(Role.COORDINATOR, None), *((Role.EXECUTOR, department.id) for department in district.departments)]
        enrolled = [
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
            for number, (role, department_id) in enumerate(people, start=1)
        ]
    return enrolled[0]


async def _line(state: _State, line: str) -> dict[str, Any]:  # Any: JSON
    try:
        wanted = parsed(line, state.district.timezone)
    except BadLine as wrong:
        return {"id": wrong.id, "error": wrong.error}
    now = state.pass_to(wanted.at)
    async with state.storage.transaction() as tx:
        answer = await (_close(state, tx, wanted, now) if isinstance(wanted, CloseLine) else _post(state, tx, wanted, now))
    if wanted.at is not None and wanted.at < now:
        clock = now.astimezone(state.district.timezone).isoformat(timespec="minutes")
        answer["warning"] = f"время раньше, чем у строки выше: решено по часам {clock}"
    return answer


async def _post(state: _State, tx: Tx, line: PostLine, now: datetime) -> dict[str, Any]:  # Any: JSON
    row, post = line.row, line.post(line.at or now)
    source = await _source(state, tx, row)
    known = await tx.posts.find(post.network, post.external_id)
    if known is not None and known.source_id != source.id and known.post.text != post.text:
        return {"id": row["id"], "error": TAKEN}
    await tx.door.receive(source, post, at=now, history=False)
    stored = next((p for p in await tx.unread.next(limit=100) if p.post.external_id == post.external_id), None)
    if stored is None:
        return {"id": row["id"], "incident": None, "because": "такой пост уже был"}
    reading = state.reader.read(
        post.text, community=row.get("community"), settlement_id=source.settlement_id, parent_text=row.get("parent_text")
    )
    outcome = await take_in(tx, state.policy, stored, reading, now=now)
    parts = {"parts": [part.topic for part in reading.parts]} if reading.parts else {}
    doubtful = outcome.incident is None and is_doubtful(with_news_rules(stored.post, reading))
    asked = {"appeal_asked": True} if outcome.because == UNSURE else {}
    word = await tx.reactions.to(stored.id)
    note = {"note": {"of": (await tx.incidents.get(word.incident_id)).number}} if word else {}
    return {**await _answer(state, tx, row["id"], outcome), "doubtful": doubtful, **asked, **note, **parts}


async def _close(state: _State, tx: Tx, line: CloseLine, now: datetime) -> dict[str, Any]:  # Any: JSON
    """The cards of these posts end; what names no post leaves the others as they are asked for."""
    closed: list[int] = []
    unknown: list[str | int] = []
    cardless: list[str | int] = []
    for id in line.ids:
        post = await tx.posts.find(Network.VK, str(id))
        incident_id = await tx.voices.incident_of(post.id) if post else None
        if incident_id is None:
            (cardless if post else unknown).append(id)
            continue
        incident = await tx.incidents.get(incident_id)
        if incident.status not in FINAL:
            # «Done» is said to residents, and nobody answers them here.
            ended = Close(outcome=ClosingOutcome.EXPLAINED)
            await act(tx, state.policy, incident_id, Act.CLOSE, by=state.coordinator, now=now, choice=ended)
        state.closed.add(incident_id)
        closed.append(incident.number)
    told = {"without_card": cardless} if cardless else {}
    wrong = {"error": f"close: таких постов выше не было: {', '.join(map(str, unknown))}"} if unknown else {}
    return {"close": list(line.ids), "closed": list(dict.fromkeys(closed)), **told, **wrong}


async def _source(state: _State, tx: Tx, row: Mapping[str, Any]) -> Source:  # Any: JSON
    title = str(row.get("community") or "")
    if title not in state.sources:
        state.sources[title] = await tx.sources.add(Network.VK, f"replay:{title}", title or "без названия", None)
    return state.sources[title]


async def _answer(state: _State, tx: Tx, id: Any, outcome: Outcome) -> dict[str, Any]:  # Any: JSON
    incident = outcome.incident
    told = {"similar": outcome.similar, "nearest": outcome.nearest[:NEAREST]}
    similar = {name: [{"incident": each.number, "p": round(each.p, 4)} for each in some] for name, some in told.items() if some}
    if incident is None:
        return {"id": id, "incident": None, "because": outcome.because, **similar}
    incident = await tx.incidents.get(incident.id)
    to = incident.department_id or (incident.proposed_id if incident.doubt is Doubt.DANGER else None)  # held back until somebody has looked
    return {
        "id": id,
        "incident": incident.number,
        "new": outcome.is_new,
        "status": incident.status,
        "group": incident.group,
        "topic": incident.topic,
        "place": place_text(incident.place),
        "route": {**({"department": to} if to else {"official": "coordinator"}), "because": incident.route_because},
        "due_at": incident.answer_by.isoformat() if incident.answer_by else None,
        "danger": incident.danger_grade is not None,
        "matched_because": outcome.matched_because,
        "beside": await _beside(tx, incident),
        **await _repeat(state, tx, incident),
        **similar,
    }


async def _beside(tx: Tx, incident: Incident) -> list[Doubt]:
    """The doubts with which a department has the card: its line in «Проверьте»."""
    doubts = [incident.doubt] if incident.is_doubted and incident.doubt else []
    return list(dict.fromkeys([*doubts, Doubt.QUESTIONS])) if await has_second_question(tx, incident) else doubts


async def _repeat(state: _State, tx: Tx, incident: Incident) -> dict[str, Any]:  # Any: JSON
    """Which closed card the trouble is told of again, if it is."""
    if incident.repeat_of is not None:
        of = (await tx.incidents.get(incident.repeat_of)).number
        return {"repeat": {"of": of, "because": f"повтор № {of}: новая карточка"}}
    if incident.id in state.closed and incident.status is not Status.CLOSED:
        return {"repeat": {"of": incident.number, "because": f"повтор № {incident.number}: снова в работе"}}
    return {}
