"""A storm of dangers: what the phones of a coordinator, a duty officer and 24 departments get, and how soon.

    PYTHONPATH=. python benchmarks/storm.py one|many|day|erase [--minutes 15] [--against DIR]

`otklik run` with its reader, in the sandbox at real speed. one: 120 dangers of one author within a minute, then all are cleared by
presses; many: 120 of 120 authors; at 30 s another resident tells of one, and every 5 s the coordinator types a command. day: 60 posts from
nine to five at 60 times that speed, two dangers among them, which the department accepts within a minute (--take: and
all other cards). erase: the cards of one author in a department's chat lose their words while 120 others write of dangers. Read off the
messenger's own journal. One line of JSON; exit 1 where a bar is missed, or a danger is neither on a card nor on a board.
"""

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from district_set import ORIGIN, STREETS, DistrictSet, district_set, until

from benchmarks.machine import spread
from benchmarks.storm_journal import COUNTED, Call, labels_of, moment_of, rings, text_of, waits
from benchmarks.storm_town import DEPARTMENTS, HELP, Storm, made
from bot.config.district import PACKAGE_DATA
from bot.demo.control import SandboxError
from bot.demo.town import RESIDENTS
from incidents.official import Role

STORM = 120
SPAN, OTHER_AT = 60.0, 30.0  # seconds of the storm; when another resident writes
AUTHORS = range(50_001, 50_001 + STORM)
WORDS = (
    "горит жилой дом, внутри люди",
    "пахнет газом в подъезде",
    "оборван провод, лежит на дороге и искрит",
    "открытый люк, провалился ребёнок",
)
OTHER_AUTHOR, OTHER = RESIDENTS[7], "дерево упало на провода, искрит, рядом дети"
ERASED, MARKER = 20, "вертилябрик"
CALM = ("яма на дороге", "не горит фонарь", "не вывозят мусор", "сломаны качели", "когда починят крышу", "не чистят снег")
BARS = {"press_p99_s": 3.0, "other_s": 5.0, "board_max_s": 60.0, "sounds": 12, "lost": 0, "presses_to_clear": 4, "over_n_s": 10.0}
DAY_BARS = {"messages": 25, "sounds": 12}
SPARED = 1  # the other resident's danger: all of the one author's are to go
DAY_SPEED, DAY_POSTS, DAY_HOURS, DAY_DANGERS = 60.0, 60, 8, {20, 45}
Figures = dict[str, Any]  # Any: JSON
Calls = Sequence[Call]


async def storm(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """120 dangers in a minute; what came of them until so many minutes have passed."""
    here = Storm(districts)
    async with districts.running(code):
        await districts.settle()
        begun = here.one.clock.now()
        authors = [RESIDENTS[0]] * STORM if args.mode == "one" else list(AUTHORS)
        pressed: list[float] = []
        async with asyncio.TaskGroup() as group:
            group.create_task(_presses(here, pressed, until=begun + timedelta(minutes=args.minutes)))
            other_at = await _wrote(here, authors)
        calls, dangers = await here.calls(), await here.dangers()
        figures = {
            **_figures(here, calls, dangers, begun=begun, other_at=other_at, minutes=args.minutes),
            "press_p99_s": spread(pressed)["p99"],
            "presses": len(pressed),
        }
        return figures | (await _cleared(here) if args.mode == "one" else {})


async def _wrote(here: Storm, authors: Sequence[int]) -> datetime:
    other_at = begun = here.one.clock.now()
    for n, author in enumerate(authors):
        await here.write(author, f"{here.names[n % DEPARTMENTS]}, ул. {STREETS[n % len(STREETS)]}, {n + 1}: {WORDS[n % len(WORDS)]}")
        if n == STORM // 2:
            other_at = here.one.clock.now()
            await here.write(OTHER_AUTHOR, f"{here.names[3]}, у школы {OTHER}")
        await here.one.clock.sleep(max(0.0, SPAN * (n + 1) / STORM - (here.one.clock.now() - begun).total_seconds()))
    return other_at


async def _presses(here: Storm, took: list[float], *, until: datetime) -> None:
    """A command every five seconds, and how long its answer took."""
    while here.one.clock.now() < until:
        began = here.one.clock.now()
        chat = await here.one.control.chat(here.coordinator, newest=1)
        await here.one.control.type(here.coordinator, "/help")
        await here.until_answered(chat[-1]["message_id"] if chat else 0)
        took.append((here.one.clock.now() - began).total_seconds())
        await here.one.clock.sleep(5.0)


def _figures(here: Storm, calls: Calls, dangers: Sequence[Any], *, begun: datetime, other_at: datetime, minutes: float) -> Figures:
    end = begun + timedelta(minutes=minutes)
    sent = [each for each in calls if each["method"] in {"sendMessage", "editMessageText"} and begun <= moment_of(each) <= end]
    to_coordinator = [each for each in sent if int(each["params"]["chat_id"]) == here.coordinator and HELP not in text_of(each)]
    new = [each for each in to_coordinator if each["method"] == "sendMessage"]
    waited = [wait for each in _departments(here, dangers).items() for wait in waits(sent, *each)]
    came = [each.danger_since for each in dangers]
    theirs = next((n for n, each in enumerate(dangers) if each.author_id == str(OTHER_AUTHOR)), None)
    told = waits(to_coordinator, here.coordinator, came)[theirs] if theirs is not None else None
    counted = max((int(found[1]) for each in to_coordinator if (found := COUNTED.search(text_of(each)))), default=0)
    return {
        "dangers": len(dangers),
        "messages": len(new),
        "edits": len(to_coordinator) - len(new),
        "sounds": sum(map(rings, new)),
        "other_s": None if theirs is None or told is None else round((came[theirs] - other_at).total_seconds() + told, 1),
        "board_max_s": round(max(waited), 1) if waited and None not in waited else None,
        "lost": sum(each is None for each in waited),
        "counted": counted,
    }


def _departments(here: Storm, dangers: Sequence[Any]) -> Mapping[int, Sequence[datetime]]:
    """When the dangers of each department came, by the chat of its executor."""
    chats = {each.department_id: id for id, each in here.chats.items() if each.role is Role.EXECUTOR}
    came: dict[int, list[datetime]] = {}
    for each in dangers:
        if each.department_id in chats:
            came.setdefault(chats[each.department_id], []).append(each.danger_since)
    return came


async def _cleared(here: Storm) -> Figures:
    """By presses on the board, else nothing clears all of them."""
    presses = 0
    for label in ("Все не опасно", "Да, не опасно"):
        board = [each for each in await here.one.control.chat(here.coordinator) if any(label in one for one in labels_of(each))]
        if not board:
            return {"presses_to_clear": None}
        full = next(one for one in labels_of(board[-1]) if label in one)
        await here.one.control.press(here.coordinator, here.coordinator, board[-1]["message_id"], full, wait=20)
        presses += 1
        await asyncio.sleep(5)
    left = [each for each in await here.dangers() if each.danger_grade == "now"]
    return {"presses_to_clear": presses if len(left) <= SPARED else None, "left_dangerous": len(left)}


async def day(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """60 posts of a working day, two dangers among them, which the department accepts within a minute."""
    here = Storm(districts)
    async with districts.running(code):
        await districts.settle()
        begun, accepted = here.one.clock.now(), 0
        for n in range(DAY_POSTS):
            words = WORDS[n % 2] if n in DAY_DANGERS else CALM[n % len(CALM)]
            await here.write(RESIDENTS[n % len(RESIDENTS)], f"{here.names[n % DEPARTMENTS]}, дом {n + 1}: {words}")
            end = begun + timedelta(hours=DAY_HOURS * (n + 1) / DAY_POSTS)
            while here.one.clock.now() < end:
                accepted += await _accept_all(here, ("Принято, выезжаем", *(("Принять",) if args.take else ())))
                await asyncio.sleep(0.5)
        sent = [
            each for each in await here.calls() if int(each["params"].get("chat_id", 0)) == here.coordinator and moment_of(each) >= begun
        ]
        new = [each for each in sent if each["method"].startswith("send")]
        titles = Counter(text_of(each).split("\n")[0][:30] for each in new)
        return {
            "posts": DAY_POSTS,
            "dangers": len([each for each in await here.dangers() if each.danger_peak == "now"]),
            "accepted": accepted,
            "messages": len(new),
            "edits": sum(each["method"].startswith("edit") for each in sent),
            "sounds": sum(map(rings, new)),
            "titles": dict(titles.most_common(8)),
        }


async def erasing(districts: DistrictSet, code: Path, args: argparse.Namespace) -> Figures:
    """Ten seconds after a storm begins an author of one department is erased."""
    here = Storm(districts)
    async with districts.running(code):
        await districts.settle()
        for n in range(ERASED):
            where = f"{here.names[0]}, ул. {STREETS[n % len(STREETS)]}, {n + 1}"
            await here.write(RESIDENTS[0], f"{where}: {CALM[n % len(CALM)]}, {MARKER}{n}")
        chat = next(id for id, each in here.chats.items() if each.role is Role.EXECUTOR)
        await until(lambda: here.holds(chat, MARKER, at_least=ERASED), "the cards stand")
        async with asyncio.TaskGroup() as group:
            group.create_task(_wrote(here, list(AUTHORS)))
            await here.one.clock.sleep(10.0)
            await here.one.control.type(here.coordinator, f"/erase https://vk.com/id{RESIDENTS[0]}")
            await here.press("Стереть…")
            await here.press("Просьба человека")
            began = here.one.clock.now()
            await until(lambda: here.holds(chat, MARKER, at_most=0), "the words are gone", every=0.2)
            took = (here.one.clock.now() - began).total_seconds()
        return {"erased": ERASED, "erased_s": round(took, 1), "over_n_s": round(took - ERASED, 1)}


async def _accept_all(here: Storm, labels: tuple[str, ...]) -> int:
    """Executors press these."""
    done = 0
    for id, each in here.chats.items():
        if each.role is not Role.EXECUTOR:
            continue
        for message in await here.one.control.chat(id, newest=4):
            if label := next((one for one in labels_of(message) if one.startswith(labels)), None):
                with suppress(SandboxError):
                    await here.one.control.press(id, id, message["message_id"], label, wait=2)
                    done += 1
    return done


async def main(args: argparse.Namespace) -> int:
    """Measure each code in turn, tell."""
    codes = {"now": PACKAGE_DATA} | ({"against": args.against.resolve()} if args.against else {})
    shown: Figures = {"mode": args.mode, "minutes": args.minutes}
    is_day = args.mode == "day"
    setting = {"origin": ORIGIN.replace(hour=9), "speed": DAY_SPEED} if is_day else {}
    for name, code in reversed(codes.items()):
        async with district_set(1, made=made, residents=AUTHORS, **setting) as districts:
            shown[name] = await {"day": day, "erase": erasing}.get(args.mode, storm)(districts, code, args)
    print(json.dumps(shown | {"load": round(os.getloadavg()[0], 1)}, ensure_ascii=False), flush=True)
    bars = DAY_BARS if is_day else BARS
    missed = {
        bar: shown["now"].get(bar)
        for bar, most in bars.items()
        if bar in shown["now"] and (shown["now"][bar] is None or shown["now"][bar] > most)
    }
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    parsed = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parsed.add_argument("mode", choices=("one", "many", "day", "erase"))
    parsed.add_argument("--minutes", type=float, default=15.0)
    parsed.add_argument("--take", action="store_true", help="day: departments accept all their cards, not the dangers alone")
    parsed.add_argument("--against", type=Path, help="another checkout")
    return parsed.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
