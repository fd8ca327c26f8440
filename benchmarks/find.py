"""/find on a grown base: a search before and after its index, and what the index costs an intake.

    python benchmarks/find.py [--incidents 100000] [--database postgresql+asyncpg://…] [--rounds 20]

`grown_town.py` fills an empty base. «Before» is the question as it was asked until the index: LIKE over all posts. CPU of the program, all
threads, and of PostgreSQL's own process; medians of the rounds (means on PostgreSQL). Then posts are taken in, and writing what is looked
through is measured within: the reader's work is not counted, so the share shown is larger than the true one; on PostgreSQL it is the
program's part alone. One line of JSON at the end. Without `--database` it is SQLite.
"""

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, or_, select, text

from bot.config.district import PACKAGE_DATA, load_district
from bot.storage.acts.find import IncidentWords
from bot.storage.acts.incidents import incident
from bot.storage.acts.readable import readable
from bot.storage.acts.voice_table import heard
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from incidents.desk.acts.find import look_for
from incidents.desk.intake.take_in import take_in
from incidents.ids import ChatId, OfficialId
from incidents.official import Official, Role
from incidents.places.find_text import FindQuery, find_query
from incidents.posts import Network, Source
from incidents.reading import Kind, MainPlace, Mood, Reading

sys.path.insert(0, str(Path(__file__).resolve().parent))

from grown_town import DISTRICT, NOW, Words, a_post, fill

LIMIT = 61
REQUESTS = {
    "a frequent word": "дорога",
    "a frequent word and a street": "дорога строителей",
    "a street and a house": "строителей 14",
    "a short word": "ямы",
    "a rare word": "жираф",
    "a word that nobody wrote": "синхрофазотрон",
}


async def before(tx: Tx, request: FindQuery, reader: Official) -> int:
    """As it was asked until the index: how many were found."""
    each = []
    for stem in request.stems:
        of_incident = and_(heard.c.district_id == incident.c.district_id, heard.c.incident_id == incident.c.id)
        said = select(heard.c.post_id).join(post, post.c.id == heard.c.post_id).where(of_incident)
        each.append(
            or_(incident.c.folded.contains(stem, autoescape=True), said.where(post.c.folded.contains(stem, autoescape=True)).exists())
        )
    question = select(incident).where(incident.c.district_id == DISTRICT, *readable(reader), *each).order_by(incident.c.id.desc())
    return len(await tx._all(question.limit(LIMIT)))


async def after(tx: Tx, request: FindQuery, reader: Official) -> int:
    """As it is asked now."""
    return len(await tx.search.find(request, reader=reader, limit=LIMIT))


@dataclass
class Meter:
    """CPU of the program and of the server's process that serves it, in ms."""

    storage: Storage

    async def of(self, act: Callable[[Tx], Awaitable[Any]]) -> tuple[float, Any]:
        async with self.storage.transaction() as tx:
            pid = None if self.storage.is_embedded else (await tx._connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            start, server = time.process_time(), _cpu_of(pid)
            found = await act(tx)
        return (time.process_time() - start + _cpu_of(pid) - server) * 1000, found


def _cpu_of(pid: int | None) -> float:
    """Seconds; Linux counts them in hundredths."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def searches(storage: Storage, readers: dict[str, Official], rounds: int) -> list[dict[str, Any]]:
    """A row a request."""
    meter, table = Meter(storage), list[dict[str, Any]]()
    for (name, words), (who, reader) in itertools.product(REQUESTS.items(), readers.items()):
        request = find_query(words)
        olds, news, found = [], [], [0, 0]
        for n in range(rounds):
            if n < max(1, rounds // 10):
                cost, found[0] = await meter.of(lambda tx, r=request, who=reader: before(tx, r, who))
                olds.append(cost)
            cost, found[1] = await meter.of(lambda tx, r=request, who=reader: after(tx, r, who))
            news.append(cost)
        assert found[0] == found[1], (name, found)
        mean = statistics.mean if not storage.is_embedded else statistics.median  # a server's CPU is counted in hundredths of a second
        table.append(
            {"request": name, "reader": who, "found": found[1], "before_ms": round(mean(olds), 1), "after_ms": round(mean(news), 2)}
        )
        print(table[-1], flush=True)
    costs = [(await meter.of(lambda tx: look_for(tx, "дорога", by=readers["coordinator"], now=NOW)))[0] for _ in range(rounds)]
    table.append(
        {"request": "the whole message /find дорога, but its answer", "reader": "coordinator", "after_ms": round(statistics.mean(costs), 2)}
    )
    print(table[-1], flush=True)
    return table


async def intakes(storage: Storage, source: Source, words: Words, rounds: int) -> dict[str, float]:
    """CPU of intakes and of writing what is looked through within them, medians; every other post joins an incident."""
    policy = load_district(PACKAGE_DATA / "districts" / "konakovo").policy
    write, whole, ours = IncidentWords.write, list[float](), list[float]()

    async def measured(self: IncidentWords) -> None:
        start = time.process_time()
        await write(self)
        ours.append((time.process_time() - start) * 1000)

    place = words.place()
    for n in range(2 * rounds):
        async with storage.transaction() as tx:
            await tx.door.receive(source, a_post(10_000_000 + n, words.text(), NOW + timedelta(seconds=n)), at=NOW, history=False)
            stored = (await tx.unread.next(1))[0]
        place = words.place() if n % 2 == 0 else place
        IncidentWords.write = measured  # type: ignore[method-assign]  # as it is, with a clock
        start = time.process_time()
        async with storage.transaction() as tx:
            await take_in(tx, policy, stored, _reading(place, n // 2), now=NOW + timedelta(minutes=1))
        whole.append((time.process_time() - start) * 1000)
        IncidentWords.write = write  # type: ignore[method-assign]  # as it was
    assert len(whole) == len(ours)
    costs = {"opens": (whole[::2], ours[::2]), "joins": (whole[1::2], ours[1::2])}
    told = {
        f"{name}_{what}_ms": round(statistics.median(ms), 3)
        for name, two in costs.items()
        for what, ms in zip(("intake", "index"), two, strict=True)
    }
    return {**told, "share": round(sum(ours) / sum(whole), 4)}


def _reading(place: MainPlace, street: int) -> Reading:
    of_topic = {"group": "roads", "groups": (("roads", 0.9),), "topic": "roads_potholes", "topics": (("roads_potholes", 0.9),)}
    where = MainPlace(street=place.street, street_id=f"s{street}", house=place.house)
    calm: dict[str, Any] = {"danger": False, "danger_grade": None, "danger_words": None, "mood": Mood.NEUTRAL, "lat": None, "lon": None}
    seen: dict[str, Any] = {"is_appeal": True, "appeal_score": 0.9, "kind": Kind.COMPLAINT, "places": (), "outside": False}
    return Reading(**of_topic, **calm, **seen, main=where)


async def measure(url: str, count: int, rounds: int) -> dict[str, Any]:
    """All of it on an empty migrated base."""
    storage, words = await open_storage(url, DISTRICT), Words(7)
    try:
        async with storage.transaction() as tx:
            source = await tx.sources.add(Network.VK, "-1", "Подслушано", None)
            people = {
                "coordinator": (Role.COORDINATOR, None),
                "executor": (Role.EXECUTOR, "roads"),
                "executor of nothing": (Role.EXECUTOR, "empty"),
            }
            readers = {}
            for n, (name, (role, home)) in enumerate(people.items()):
                one = Official(id=OfficialId(0), district_id=DISTRICT, user_id=ChatId(n + 1), role=role, department_id=home, title=name)
                readers[name] = await tx.officials.enrol(one)
        async with storage.transaction() as tx:
            await fill(tx, source, count, words)
        await storage.count_again()
        if not storage.is_embedded:
            async with storage.transaction() as tx:
                await tx._connection.execute(text("ANALYZE"))
        table = await searches(storage, readers, rounds)
        return {"incidents": count, "searches": table, "intake": await intakes(storage, source, words, max(50, rounds))}
    finally:
        await storage.close()


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--database")
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite+aiosqlite:///{folder}/find.db"
        migrate(url)
        print(json.dumps(asyncio.run(measure(url, given.incidents, given.rounds)), ensure_ascii=False))


if __name__ == "__main__":
    main()
