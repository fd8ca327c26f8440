"""What the bot's processes cost at a start, at rest and in memory: processor seconds and PSS, the sandbox not counted.

    PYTHONPATH=. python benchmarks/rest.py start|rest|memory [--districts 1] [--posts 100] [--wait 60] [--against DIR] [--rounds 1]

The real `otklik run` with its reader, in the sandbox at real speed (`district_set.py`). start: of all its processes until the first press
on a card is answered, the base known from a life before. rest: of the minute that comes `--wait` seconds after the last post was read and
its cards were sent, with PSS at its end. memory: PSS alone, then. `--against`: another checkout, in turn with this one, over bases of their
own. One line of JSON; exit 1 where this code is over `--most` (seconds; of memory MB).
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from district_set import DistrictSet, district_set, minute_of, until

from benchmarks.machine import cpu, pss, tree
from bot.config.district import PACKAGE_DATA
from handlers.kit.buttons import CardButton

CARD = f"{CardButton.__prefix__}:"
MOST = {"start": 4.0, "rest": 1.0, "memory": 430.0}
Figures = dict[str, Any]  # Any: JSON


async def start(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """Each round is a start, a press and its answer, on cards that a life before has sent."""
    async with districts.running(code):
        await districts.settle()
        await districts.write(max(args.posts, args.rounds))
    spent, took = [], []
    for n in range(args.rounds):
        began = time.monotonic()
        async with districts.running(code) as pid:
            await _press(districts, n)
            took.append(time.monotonic() - began)
            spent.append(sum(cpu(each) for each in tree(pid)))
    return {"cpu_s": round(median(spent), 2), "cpu_s_of_each": [round(each, 2) for each in spent], "wall_s": round(median(took), 2)}


async def rest(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """The minute after the wait."""
    async with districts.running(code) as pid:
        await _worked(districts, args)
        spent = await minute_of(list(tree(pid)), args.minute)
        share = 60.0 / args.minute
        return {
            "cpu_s": round(sum(spent.values()) * share, 2),
            "cpu_s_of_each": [round(each * share, 2) for each in spent.values()],
            **_memory(pid),
        }


async def memory(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """What all its processes hold after the wait."""
    async with districts.running(code) as pid:
        await _worked(districts, args)
        return _memory(pid)


MODES: Mapping[str, Callable[[DistrictSet, Path, argparse.Namespace], Awaitable[Figures]]] = {
    "start": start,
    "rest": rest,
    "memory": memory,
}


async def _worked(districts: DistrictSet, args: argparse.Namespace) -> None:
    await districts.settle()
    await districts.write(args.posts)
    await asyncio.sleep(args.wait)


def _memory(pid: int) -> Figures:
    held = [pss(each) for each in tree(pid)]
    return {"pss_mb": round(sum(held)), "pss_of_each_mb": [round(each) for each in held]}


async def _press(districts: DistrictSet, turn: int) -> None:
    """An official of the first district presses a card's button; back when the press is answered."""
    one = districts.districts[0]
    chats = [(each.user_id, message) for each in one.town.officials for message in await one.control.chat(each.user_id)]
    cards = [(user, message) for user, message in chats if _choices(message)]
    person, card = cards[turn % len(cards)]
    where = {"user_id": person, "chat_id": person, "message_id": card["message_id"]}
    made = await one.control.post("tg/press", **where, data=_choices(card)[0], wait=0)

    async def is_answered() -> bool:
        found = await one.control.get(f"tg/callback/{made['callback_query_id']}")
        return bool(found["answered"])

    await until(is_answered, "the press is answered", every=0.02)


def _choices(message: Mapping[str, Any]) -> list[str]:  # Any: JSON
    """What the buttons of a card carry."""
    buttons = [button for row in message["buttons"] or () for button in row]
    return [button["callback_data"] for button in buttons if button.get("callback_data", "").startswith(CARD)]


async def main(args: argparse.Namespace) -> int:
    """Measure each code in turn, tell."""
    codes = {"now": PACKAGE_DATA} | ({"against": args.against.resolve()} if args.against else {})
    shown: dict[str, Any] = {"mode": args.mode, "districts": args.districts, "posts_each": args.posts, "base": args.base}  # Any: JSON
    if args.mode != "start":
        shown["wait_s"] = args.wait
    for name, code in reversed(codes.items()):
        async with district_set(args.districts, args.base) as districts:
            shown[name] = await MODES[args.mode](districts, code, args)
    print(json.dumps(shown | {"load": round(os.getloadavg()[0], 1)}), flush=True)
    most = MOST[args.mode] if args.most is None else args.most
    return 0 if shown["now"]["pss_mb" if args.mode == "memory" else "cpu_s"] <= most else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("mode", choices=MODES)
    made.add_argument("--districts", type=int, default=1)
    made.add_argument("--posts", type=int, default=100, help="in each district")
    made.add_argument("--wait", type=float, default=60.0, help="real seconds of rest before the minute that counts, or before PSS is read")
    made.add_argument("--minute", type=float, default=60.0, help="real seconds that are counted; told as of sixty")
    made.add_argument("--rounds", type=int, default=1, help="starts; the median is told")
    made.add_argument("--base", choices=("sqlite", "postgres"), default="sqlite")
    made.add_argument("--against", type=Path, help="another checkout of the same revision of the base")
    made.add_argument("--most", type=float, help=f"else {MOST}")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
