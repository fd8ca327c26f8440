"""A press in a base that has grown: how soon it is answered, how soon the card under it has changed.

    python -m benchmarks.presses [--older 100000] [--rates 10,25] [--seconds 30] [--engine sqlite|postgresql]

`otklik run` as a process of its own over a base of benchmarks/growth (18 000 posts of the last month, 1 300 open incidents), the sandbox
as Telegram. Cards of open incidents stand in 48 executors' chats; each is pressed once («Принять»), evenly, at a steady rate, whatever
the answers take: what counts is the time since the moment when the press was due. First at `--card-rate`, where the changed card is
looked for (the sandbox's own record of the edit), then at each of `--rates`. One line of JSON with the cores that bot, reader, sandbox
and the presser took; exit 1 over a bar (docs/performance.md) or if a press got no answer, or another one.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import func, select

from benchmarks.grown_bot import World, furnish, hand_out, world
from benchmarks.growth.base import DISTRICT
from benchmarks.growth.run import fresh
from benchmarks.growth.town import make
from benchmarks.machine import spread
from bot.storage.delivery.copies import card_copy
from bot.storage.delivery.outbox import outbox
from handlers.kit.buttons import CardButton, Press
from incidents.audience import Recipient
from incidents.ids import ChatId, IncidentId

DONE = "Принято"
"""What a press is answered with; anything else was no press as it should be."""

BARS = {5.0: {"card_p99": 0.6}, 10.0: {"answer_p99": 0.15}, 25.0: {"answer_p99": 0.5}}
"""Real seconds, by presses a second."""

STAND = 300.0  # real seconds that all cards may take to stand
LAST = 15.0  # real seconds that the last cards may take to change


@dataclass(slots=True)
class Pressed:
    """Unix seconds of each press and of what followed; by chat and message."""

    due: dict[tuple[int, int], float] = field(default_factory=dict)
    answered: dict[tuple[int, int], float] = field(default_factory=dict)
    changed: dict[tuple[int, int], float] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)


async def stood(world: World, cards: Mapping[IncidentId, ChatId]) -> dict[IncidentId, tuple[int, int]]:
    """Put the cards out and wait until each stands; gives chat and message of each."""
    async with world.storage.transaction() as tx:
        for id, chat in cards.items():
            await tx.outbox.refresh_cards(id, [Recipient(chat_id=chat, sound=False)])
    chats, found, end = set(cards.values()), {}, time.monotonic() + STAND
    waits = (outbox.c.district_id == DISTRICT, outbox.c.state.in_(("pending", "claimed")), outbox.c.chat_id.in_(chats))
    while time.monotonic() < end:
        await asyncio.sleep(1)
        async with world.storage.transaction() as tx:
            mine = select(card_copy).where(card_copy.c.district_id == DISTRICT, card_copy.c.chat_id.in_(chats))
            found = {IncidentId(row.incident_id): (row.chat_id, row.message_id) for row in await tx._all(mine)}
            waiting = await tx._scalar(select(func.count()).select_from(outbox).where(*waits))
        if len(found) >= len(cards) and not waiting:
            return {id: found[id] for id in cards}
    raise SystemExit(f"after {STAND:g} s {len(found)} of {len(cards)} cards stand, {waiting} messages to these chats wait")


async def press_all(world: World, plan: Sequence[tuple[IncidentId, tuple[int, int]]], rate: float, seen: Pressed) -> None:
    """Each at its moment, whatever the answers take."""
    start = time.time() + 0.5

    async def press(n: int, id: IncidentId, where: tuple[int, int]) -> None:
        seen.due[where] = start + n / rate
        await asyncio.sleep(seen.due[where] - time.time())
        chat, message = where
        data = CardButton(press=Press.ACCEPT, incident=id).pack()
        told = await world.control.post("tg/press", user_id=chat, chat_id=chat, message_id=message, data=data, wait=30)
        if told["answer"] is not None:
            seen.answered[where] = time.time()
            seen.words[DONE if told["answer"]["text"].startswith(DONE) else told["answer"]["text"]] += 1

    async with asyncio.TaskGroup() as group:
        for n, (id, where) in enumerate(plan):
            group.create_task(press(n, id, where))


async def changes(world: World, after: int, seen: Pressed) -> Counter[str]:
    """Look in the sandbox's record for the first edit of each pressed card; gives all calls by method, and refusals for their pace."""
    calls = await world.calls(after)
    for call in calls:
        where = int(call["params"].get("chat_id", 0)), int(call["params"].get("message_id", 0))
        if call["ok"] and call["method"].startswith("edit") and where in seen.due:
            seen.changed.setdefault(where, world.real(call["at"]))
    return Counter("429" if "Too Many Requests" in str(call["error"]) else call["method"] for call in calls)


async def phase(world: World, some: Iterator[tuple[IncidentId, tuple[int, int]]], rate: float, seconds: float) -> dict[str, object]:
    """Press at this rate for so long; tells all of it."""
    await world.rests()
    seen, plan, after = Pressed(), list(islice(some, round(rate * seconds))), await last_call(world)
    cores, load = world.cores(), os.getloadavg()[0]
    await press_all(world, plan, rate, seen)
    made, end = Counter[str](), time.monotonic() + LAST
    while len(seen.changed) < len(plan) and time.monotonic() < end:
        await asyncio.sleep(1)
        made = await changes(world, after, seen)
    taken, lasted = cores.taken(), time.monotonic() - cores.since
    return {
        "rate": rate,
        "presses": len(plan),
        "chats": len({chat for chat, _ in seen.due}),
        "answered": len(seen.answered),
        "changed": len(seen.changed),
        "words": dict(seen.words),
        "answer_s": spread([at - seen.due[where] for where, at in seen.answered.items()]),
        "card_s": spread([at - seen.due[where] for where, at in seen.changed.items()]),
        "calls": dict(made),
        "cores": taken,
        "bot_cpu_ms_a_press": round(taken["bot"] * lasted * 1000 / len(plan), 1),
        "load": round(load, 1),
    }


async def last_call(world: World) -> int:
    """Number of the last call that the sandbox wrote down."""
    calls = await world.calls(0)
    return int(calls[-1]["n"]) if calls else 0


async def measured(url: str, args: argparse.Namespace) -> dict[str, object]:
    """Furnish, start, press."""
    phases = [(args.card_rate, args.card_seconds), *((rate, args.seconds) for rate in args.rates)]
    chats = await furnish(url, args.chats)
    cards = await hand_out(url, chats, sum(round(rate * seconds) for rate, seconds in phases))
    async with world(url) as made:
        began = time.monotonic()
        stand = iter((await stood(made, cards)).items())
        took = round(time.monotonic() - began, 1)
        told = [await phase(made, stand, rate, seconds) for rate, seconds in phases]
    return {"engine": args.engine, "older": args.older, "month": args.month, "cards_stood_s": took, "phases": told}


def is_met(phase: Mapping[str, object]) -> bool:
    """Whether every press was answered in one way, every card changed, and the bars of this rate hold."""
    whole = phase["presses"] == phase["answered"] == phase["changed"] and set(phase["words"]) == {DONE} and "429" not in phase["calls"]
    bars = BARS.get(phase["rate"], {})
    found = {"answer_p99": phase["answer_s"].get("p99", 99.0), "card_p99": phase["card_s"].get("p99", 99.0)}
    return whole and all(found[name] <= most for name, most in bars.items())


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--older", type=int, default=100_000, help="posts stored before the last month")
    made.add_argument("--month", type=int, default=18_000, help="posts of the last month")
    made.add_argument("--chats", type=int, default=48, help="executors whose cards are pressed")
    made.add_argument("--rates", type=lambda said: [float(each) for each in said.split(",")], default=[10.0, 25.0], help="presses a second")
    made.add_argument("--seconds", type=float, default=30.0, help="real seconds at each of these rates")
    made.add_argument("--card-rate", type=float, default=5.0, help="presses a second where the changed card counts")
    made.add_argument("--card-seconds", type=float, default=40.0)
    made.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    return made.parse_args()


def main() -> int:
    """One line of JSON."""
    args = arguments()
    with fresh(args.engine) as url_of:
        url = url_of()
        print("the base is being made", file=sys.stderr, flush=True)
        make(url, older=args.older, month=args.month)
        print("the bot starts", file=sys.stderr, flush=True)
        told = asyncio.run(measured(url, args))
    for each in told["phases"]:
        each["is_met"] = is_met(each)
    print(json.dumps(told, ensure_ascii=False))
    return 0 if all(each["is_met"] for each in told["phases"]) else 1


if __name__ == "__main__":
    sys.exit(main())
