"""From an event of the own community to its card in the messenger, at real speed: p50 and p99.

    python benchmarks/event_to_card.py [--events 600] [--warm-up 60] [--departments 24] [--every 1.0]
    python benchmarks/event_to_card.py --events 300 --warm-up 20 --departments 64 --every 0 --dangers 6     a burst

`otklik run` as a process of its own with its own reader, the sandbox as VK and Telegram, Long Poll. Residents write on the
administration's wall once a second, each about a house of its own, a department each in turn (a district made for it: rules by settlement,
one executor a department, no coordinator, so no second copies). Measured from the moment before the resident's request until the messenger
has accepted the card. Apart: the stages, and the wait that the messenger's pace imposes (the bot's own pace over the cards, were everything
else at once). One line of JSON; exit 1 over the bar of 0.5 s at p50 and 1.5 s at p99, or if a card is missing.
"""

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import ScenarioClock
from bot.config.district import find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.delivery.send_rate import Pace
from bot.demo.control import Control, running_sandbox
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import Town
from bot.storage.engine.migrate import migrate
from incidents.ids import ChatId

sys.path.insert(0, str(Path(__file__).resolve().parent))

from department_a_village import district_of, town_of
from kill_nine import bot_of, environment, settle_in
from machine import cost_of_each, processes, spent

BAR = {"p50": 0.5, "p99": 1.5}
WRITERS = 20_000  # ids of residents, one an event
LAST = 60.0  # real seconds that the last cards may take
QUIET = 10.0  # real seconds between the warm-up and a burst
TROUBLES = (
    "яма на дороге, асфальт разбит",
    "не работает светофор",
    "третью неделю не вывозят мусор",
    "переполнены урны в сквере",
    "не чистят снег на тротуаре",
    "нет лавочек на остановке",
    "в подъезде грязно, не моют",
    "на остановке нет расписания",
    "на стене подъезда нарисовали надписи, просим закрасить",
)
"""Each is of one house (stray dogs of a village would be one matter), and they are too many for five alike in a village, a mass event.

None is asked about: what may be a danger waits for an official's word before its department has it.
"""
DANGER = "провод оборвался, лежит на земле и искрит"
STAGES = "SELECT external_id, detected_at, taken_at FROM post WHERE taken_at IS NOT NULL"


@dataclass(slots=True)
class Seen:
    """Unix seconds of the world: when each post was written, when its cards were accepted and by whom they were got."""

    written: dict[str, float] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)
    chats: dict[str, list[int]] = field(default_factory=dict)
    dangers: set[str] = field(default_factory=set)
    calls: list[tuple[float, int]] = field(default_factory=list)
    who: Mapping[str, int] = field(default_factory=dict)
    cpu: Mapping[str, float] = field(default_factory=dict)


async def write_all(
    control: Control, town: Town, settlements: Sequence[tuple[str, str]], args: argparse.Namespace, seen: Seen, bot: int
) -> None:
    """Once a second, on the dot, whatever the answers take."""
    start, burning = time.time(), {args.warm_up + (n * args.events + args.events // 2) // args.dangers for n in range(args.dangers)}
    for n in range(args.warm_up + args.events):
        await asyncio.sleep(max(0.0, start + n * (args.every or 0.05) - time.time()) if args.every or n < args.warm_up else 0.0)
        if n == args.warm_up and not args.every:
            await asyncio.sleep(QUIET)
        if n == args.warm_up:
            seen.who = processes(bot)
            seen.cpu = spent(seen.who)
        _, name = settlements[n % len(settlements)]
        turn = n // len(settlements)
        trouble = DANGER if n in burning else TROUBLES[(n + turn) % len(TROUBLES)]
        text = f"{name}, улица Садовая, дом {turn + 1}: {trouble}"
        at = time.time()
        made = await control.write(town.answers_as.group_id, WRITERS + n, text)
        if n >= args.warm_up:
            post = f"wall{made['owner_id']}_{made['post_id']}"
            seen.written[post] = at
            if n in burning:
                seen.dangers.add(post)


async def follow(control: Control, setting: DemoClock, seen: Seen) -> None:
    """Read the town's journal until cancelled: which card was accepted when."""
    last = 0
    while True:
        calls = (await control.get("log", after=last, limit=500))["calls"]
        for call in calls:
            last = call["n"]
            if call["api"] != "telegram" or not call["ok"] or "chat_id" not in call["params"]:
                continue
            at = (setting.anchor or 0.0) + (datetime.fromisoformat(call["at"]) - setting.origin).total_seconds()
            chat = int(call["params"]["chat_id"])
            seen.calls.append((at, chat))
            said = json.dumps(call["params"])
            for post in [each for each in seen.written if f"{each}\\" in said or f'{each}"' in said]:
                if call["method"].startswith("send"):
                    seen.accepted.setdefault(post, at)
                    seen.chats.setdefault(post, []).append(chat)
        if not calls:
            await asyncio.sleep(0.25)


def stages(file: Path, setting: DemoClock, seen: Seen) -> dict[str, list[float]]:
    """How long each stage took: until it was collected, until it was taken in, until the card was accepted."""
    found: dict[str, list[float]] = {"collected": [], "taken_in": [], "card": []}
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as database:
        for id, *moments in database.execute(STAGES):
            if id in seen.accepted:
                collected, taken = (_real(moment, setting) for moment in moments)
                found["collected"].append(collected - seen.written[id])
                found["taken_in"].append(taken - collected)
                found["card"].append(seen.accepted[id] - taken)
    return found


def _real(moment: str, setting: DemoClock) -> float:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return (setting.anchor or 0.0) + (at - setting.origin).total_seconds()


def imposed(seen: Seen) -> list[float]:
    """What the pace alone would cost, had every card been ready at the moment of its event."""
    pace, first = Pace(), datetime.fromtimestamp(0, UTC)
    ready = sorted((at, seen.chats[post][0]) for post, at in seen.written.items() if post in seen.chats)
    return [pace.reserve(ChatId(chat), first + timedelta(seconds=at), patience=1e9) for at, chat in ready]


def spread(values: Sequence[float]) -> Mapping[str, float]:
    """Percentiles, in seconds."""
    ordered = sorted(values)
    at = {"min": 0.0, "p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) for name, share in at.items()} if ordered else {}


async def main(args: argparse.Namespace) -> int:
    """Set up, run, tell."""
    origin = datetime.fromisoformat(ORIGIN).replace(hour=10, tzinfo=load_district(find_profile(PROFILE)).timezone)
    with tempfile.TemporaryDirectory(prefix="otklik-cards-") as name:
        folder = Path(name)
        district, settlements = district_of(folder, args.departments)
        setting = DemoClock(origin, 1.0, time.time())
        file = folder / "otklik.db"
        database, town, seen = f"sqlite+aiosqlite:///{file}", town_of(district), Seen()
        await asyncio.to_thread(migrate, database)
        async with running_sandbox(port=0, origin=origin, speed=1.0, anchor=setting.anchor or 0.0) as control:
            described = town.describe()
            people = [{"id": WRITERS + n, "first_name": "Житель", "last_name": str(n)} for n in range(args.warm_up + args.events)]
            described["vk"]["users"] += people
            await control.post("reset", **described)
            await settle_in(town, control, district, database, setting, ScenarioClock(*setting))
            env = {**environment(town, control.port, database, setting), "DISTRICT__PROFILE": str(district.folder)}
            async with bot_of(env) as bot, asyncio.TaskGroup() as group:
                await bot.start()
                following = group.create_task(follow(control, setting, seen))
                await asyncio.sleep(args.settle)
                load = os.getloadavg()[0]
                await write_all(control, town, settlements, args, seen, bot.pid or 0)
                loads = [round(load, 1), *(round(each, 1) for each in os.getloadavg())]
                end = time.monotonic() + LAST
                while len(seen.accepted) < len(seen.written) and time.monotonic() < end:  # noqa: ASYNC110 - told by the journal
                    await asyncio.sleep(0.5)
                cpu = cost_of_each(seen.cpu, spent(seen.who), len(seen.accepted))
                following.cancel()
                await bot.end(signal.SIGTERM)
        return tell(args, seen, stages(file, setting, seen), loads, cpu)


def tell(
    args: argparse.Namespace, seen: Seen, parts: Mapping[str, Sequence[float]], loads: Sequence[float], cpu: Mapping[str, float]
) -> int:
    """One line of JSON, and whether the bar holds."""
    found = spread([seen.accepted[post] - at for post, at in seen.written.items() if post in seen.accepted])
    by_chat = Counter(chat for chats in seen.chats.values() for chat in chats)
    lasted = max(seen.accepted.values(), default=0.0) - min(seen.written.values(), default=0.0)
    shown = {
        "events": len(seen.written),
        "cards": len(seen.accepted),
        "second_copies": sum(len(chats) - 1 for chats in seen.chats.values()),
        "departments": len(by_chat),
        "cards_a_department": [min(by_chat.values(), default=0), max(by_chat.values(), default=0)],
        "cards_a_second": round(len(seen.accepted) / lasted, 2) if lasted > 0 else 0.0,
        "event_to_card": found,
        "dangers": spread([seen.accepted[post] - seen.written[post] for post in seen.dangers if post in seen.accepted]),
        "stages": {name: spread(values) for name, values in parts.items()},
        "imposed_by_the_pace": spread(imposed(seen)),
        "cpu_ms_a_card": cpu,
        "load_before_and_after": loads,
    }
    print(json.dumps(shown, ensure_ascii=False))
    is_whole = len(seen.accepted) == len(seen.written) == args.events and len(by_chat) >= min(20, args.departments)
    return 0 if is_whole and (not args.every or all(found[name] <= most for name, most in BAR.items())) else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--events", type=int, default=600)
    made.add_argument("--warm-up", type=int, default=60, help="events before those that count")
    made.add_argument("--departments", type=int, default=24)
    made.add_argument("--every", type=float, default=1.0, help="real seconds between two events; 0: all at once, after a quiet while")
    made.add_argument("--dangers", type=int, default=0, help="so many of the events are dangers, evenly among them")
    made.add_argument("--settle", type=float, default=10.0, help="real seconds after the start: the models load")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
