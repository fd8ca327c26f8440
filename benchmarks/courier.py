"""The courier against the messenger's limits: messages that have to leave at once, and the least time that they can take.

    python -m benchmarks.courier [--chats 60] [--each 10] [--group 20] [--engine sqlite|postgresql]

`otklik run` as a process of its own, at rest, with the sandbox as Telegram, which refuses what comes too soon with 429. Then rows for all
chats and for one group are put into the outbox in one transaction; the clock runs until the messenger has accepted the last one. The
least is computed here, by plain arithmetic and not by the bot's own class: 30 a second in all, one a second in a chat, in a group one a
second and 20 a minute. «With the burst» is the same for a messenger that takes three at once in a chat, as it is said to do and as nobody
promises. One line of JSON; exit 1 over 1.05 × the least, at any 429, or if a message is missing or stands twice.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from math import ceil

from benchmarks.grown_bot import World, furnish, world
from benchmarks.growth.run import fresh
from benchmarks.growth.town import make
from benchmarks.least_time import BURST, OVERALL, least_of
from incidents.ids import ChatId
from incidents.messages import NotUnderstood

BAR = 1.05
GROUP = ChatId(-1_001_000_000_777)
LAST = 120.0  # real seconds beyond the least


async def sent(world: World, chats: Mapping[int, int]) -> dict[str, object]:
    """Put all of them out at once and follow them until the last one is there."""
    before, cores, load = await _last(world), world.cores(), os.getloadavg()[0]
    async with world.storage.transaction() as tx:
        for n in range(max(chats.values())):
            for chat in [chat for chat, count in chats.items() if n < count]:
                await tx.outbox.say(ChatId(chat), NotUnderstood(), sound=False)
    began, least = time.time(), least_of(chats)
    end = time.monotonic() + least["all"] + LAST
    while time.monotonic() < end:
        await asyncio.sleep(1)
        async with world.storage.transaction() as tx:
            if await tx.outbox.count_waiting() == 0:
                break
    calls = await world.calls(before)
    taken = cores.taken()
    accepted = [
        (world.real(call["at"]), int(call["params"]["chat_id"])) for call in calls if call["ok"] and call["method"] == "sendMessage"
    ]
    first = min((at for at, _ in accepted), default=began)
    private, group = ([at for at, chat in accepted if chat in chats and (chat < 0) is is_group] for is_group in (False, True))
    until = {name: round(max(some, default=first) - first, 2) for name, some in (("private", private), ("group", group))}
    meanwhile = ceil(sum(at - first <= until["private"] for at, _ in accepted) / OVERALL) - 1  # the group's share of the first seconds too
    leasts = {"private": max(least["chat"], meanwhile), "group": least["group"]}
    return {
        "messages": sum(chats.values()),
        "chats": len(chats),
        "least_s": least,
        "least_with_the_burst_s": least_of(chats, burst=BURST),
        "took_s": until,
        "first_after_s": round(first - began, 2),
        "ratios": {name: round(until[name] / leasts[name], 3) for name in until if leasts[name]},
        "refused_429": sum("Too Many Requests" in str(call["error"]) for call in calls),
        "is_whole": Counter(chat for _, chat in accepted if chat in chats) == Counter(dict(chats)),
        "cores": taken,
        "bot_cpu_ms_a_message": round(taken["bot"] * (time.monotonic() - cores.since) * 1000 / sum(chats.values()), 1),
        "load": round(load, 1),
    }


async def _last(world: World) -> int:
    calls = await world.calls(0)
    return int(calls[-1]["n"]) if calls else 0


async def measured(url: str, args: argparse.Namespace) -> dict[str, object]:
    """Furnish, start, send: in private chats, in a group, in all of them."""
    people = await furnish(url, args.chats)
    async with world(url, group=(GROUP,)) as made:
        chats = {**dict.fromkeys(people, args.each), **({GROUP: args.group} if args.group else {})}
        return {"engine": args.engine, **await sent(made, chats)}


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--chats", type=int, default=60)
    made.add_argument("--each", type=int, default=20, help="messages to each of the chats")
    made.add_argument("--group", type=int, default=20, help="messages to the group; 0: no group")
    made.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    return made.parse_args()


def main() -> int:
    """One line of JSON."""
    args = arguments()
    with fresh(args.engine) as url_of:
        url = url_of()
        make(url, older=0, month=100)
        told = asyncio.run(measured(url, args))
    told["is_met"] = told["is_whole"] and all(ratio <= BAR for ratio in told["ratios"].values()) and not told["refused_429"]
    print(json.dumps(told, ensure_ascii=False))
    return 0 if told["is_met"] else 1


if __name__ == "__main__":
    sys.exit(main())
