"""A storm of dangers: what the phones of a coordinator, a duty officer and 24 departments get, and how soon.

    PYTHONPATH=. python benchmarks/storm.py one|many|day [--minutes 15] [--against DIR]

`otklik run` with its reader, in the sandbox at real speed. one: 120 dangers of one author within a minute, then all are cleared by
presses; many: 120 of 120 authors; at 30 s another resident tells of one, and every 5 s the coordinator types a command. day: 60 posts from
nine to five at 60 times that speed, two dangers among them, which the department accepts within a minute. Read off the messenger's own
journal. One line of JSON; exit 1 where a bar is missed, or a danger is neither on a card nor on a board.
"""

import argparse
import asyncio
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parent))

from district_set import ORIGIN, STREETS, DistrictSet, One, district_set, until

from benchmarks.department_a_village import coordinated, district_of, town_of
from benchmarks.machine import spread
from bot.config.district import PACKAGE_DATA, District
from bot.demo.control import SandboxError
from bot.demo.robots.staff import TownOfficial
from bot.demo.town import RESIDENTS, Town
from bot.storage.acts.incidents import incident
from bot.storage.engine.own_district import everywhere
from handlers.kit.text import visible_text
from incidents.official import Role

STORM, DEPARTMENTS = 120, 24
SPAN, OTHER_AT = 60.0, 30.0  # seconds of the storm; when another resident writes
AUTHORS = range(50_001, 50_001 + STORM)
WORDS = (
    "горит жилой дом, внутри люди",
    "пахнет газом в подъезде",
    "оборван провод, лежит на дороге и искрит",
    "открытый люк, провалился ребёнок",
)
OTHER = "дерево упало на провода, искрит, рядом дети"
HELP = "Что умеет бот"
COUNTED = re.compile(r"Опасно: (\d+)")
CALM = ("яма на дороге", "не горит фонарь", "не вывозят мусор", "сломаны качели", "когда починят крышу", "не чистят снег")
BARS = {"press_p99_s": 3.0, "other_s": 5.0, "board_max_s": 60.0, "sounds": 12, "lost": 0, "presses_to_clear": 4}
DAY_BARS = {"messages": 25, "sounds": 12}
SPARED = 2  # dangers of others: the one author's are to go
DAY_SPEED, DAY_POSTS, DAY_HOURS, DAY_DANGERS = 60.0, 60, 8, {20, 45}
Figures = dict[str, Any]  # Any: JSON
Calls = Sequence[Mapping[str, Any]]  # Any: JSON


class Storm:
    """The one district of a run, and what its phones got."""

    def __init__(self, districts: DistrictSet) -> None:
        self.one: One = districts.districts[0]
        self.names = [each.title for each in self.one.district.rules]  # a rule a settlement
        self.chats = {each.user_id: each for each in self.one.town.officials}
        self.coordinator = next(id for id, each in self.chats.items() if each.role is Role.COORDINATOR)

    async def write(self, author: int, text: str) -> None:
        """A resident writes on the administration's wall."""
        await self.one.control.write(self.one.town.answers_as.group_id, author, text)

    async def calls(self) -> Calls:
        """What the bot has asked the messenger and got, oldest first."""
        found: list[Mapping[str, Any]] = []
        while some := (await self.one.control.get("log", after=found[-1]["n"] if found else 0, limit=500))["calls"]:
            found += some
        return [each for each in found if each["api"] == "telegram" and each["ok"]]

    async def dangers(self) -> Sequence[Any]:  # Any: a row
        """Dangers in the order of their coming."""
        asked = select(incident).where(incident.c.danger_since.is_not(None)).order_by(incident.c.danger_since, incident.c.id)
        async with self.one.storage.transaction() as tx:
            return await tx._all(everywhere(asked))

    async def until_answered(self, mark: int) -> None:
        """Back when the coordinator's chat holds a reply to a command that was typed after so many messages."""

        async def is_answered() -> bool:
            chat = await self.one.control.chat(self.coordinator, newest=30)
            return any(HELP in each.get("text", "") and each["message_id"] > mark for each in chat)

        await until(is_answered, "the command is answered", every=0.05)


def made(folder: Path) -> tuple[District, Town]:
    """A department a settlement, a coordinator, a duty officer."""
    district, _ = district_of(folder, DEPARTMENTS)
    town = coordinated(town_of(district))
    last = max(each.user_id for each in town.officials)
    return district, replace(town, officials=(*town.officials, TownOfficial(last + 1, Role.DUTY, None, "Дежурный", "Пётр", "Лужин")))


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
            await here.write(RESIDENTS[7], f"{here.names[3]}, у школы {OTHER}")
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
    sent = [each for each in calls if each["method"] in {"sendMessage", "editMessageText"} and begun <= _at(each) <= end]
    to_coordinator = [each for each in sent if int(each["params"]["chat_id"]) == here.coordinator and not _is_help(each)]
    new = [each for each in to_coordinator if each["method"] == "sendMessage"]
    waits = [wait for each in _departments(here, dangers).items() for wait in _waits(sent, *each)]
    others = [_at(each) - other_at for each in to_coordinator if _tells(each, here.names[3], "школ") and _at(each) >= other_at]
    counted = max((int(found[1]) for each in to_coordinator if (found := COUNTED.search(_text(each)))), default=0)
    return {
        "dangers": len(dangers),
        "messages": len(new),
        "edits": len(to_coordinator) - len(new),
        "sounds": sum(map(_rings, new)),
        "other_s": round(min(others).total_seconds(), 1) if others else None,
        "board_max_s": round(max(waits), 1) if waits and None not in waits else None,
        "lost": sum(each is None for each in waits),
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


def _waits(sent: Calls, chat: int, came: Sequence[datetime]) -> Sequence[float | None]:
    """How long each danger of a chat waited for a card or a board that counts it; None: it is on neither."""
    cards, board, waits = 0, 0, list[float | None]()
    for each in sent:
        if int(each["params"]["chat_id"]) != chat:
            continue
        found = COUNTED.search(_text(each))
        board = max(board, int(found[1])) if found else board
        cards += not found and each["method"] == "sendMessage" and "ОПАСНО" in _text(each)
        waits += [(_at(each) - since).total_seconds() for since in came[len(waits) : cards + board]]
    return [*waits, *[None] * (len(came) - len(waits))]


async def _cleared(here: Storm) -> Figures:
    """By presses on the board, else nothing clears all of them."""
    presses = 0
    for label in ("Все не опасно", "Да, не опасно"):
        board = [each for each in await here.one.control.chat(here.coordinator) if any(label in one for one in _labels(each))]
        if not board:
            return {"presses_to_clear": None}
        full = next(one for one in _labels(board[-1]) if label in one)
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
                accepted += await _accept_all(here)
                await asyncio.sleep(0.5)
        sent = [each for each in await here.calls() if int(each["params"].get("chat_id", 0)) == here.coordinator and _at(each) >= begun]
        new = [each for each in sent if each["method"].startswith("send")]
        titles = Counter(_text(each).split("\n")[0][:30] for each in new)
        return {
            "posts": DAY_POSTS,
            "dangers": len([each for each in await here.dangers() if each.danger_peak == "now"]),
            "accepted": accepted,
            "messages": len(new),
            "edits": sum(each["method"].startswith("edit") for each in sent),
            "sounds": sum(map(_rings, new)),
            "titles": dict(titles.most_common(8)),
        }


async def _accept_all(here: Storm) -> int:
    """Executors accept their dangers."""
    done = 0
    for id, each in here.chats.items():
        if each.role is not Role.EXECUTOR:
            continue
        for message in await here.one.control.chat(id, newest=4):
            if label := next((one for one in _labels(message) if one.startswith("Принято, выезжаем")), None):
                with suppress(SandboxError):
                    await here.one.control.press(id, id, message["message_id"], label, wait=2)
                    done += 1
    return done


def _labels(message: Mapping[str, Any]) -> list[str]:  # Any: JSON
    return [button["text"] for row in message.get("buttons") or () for button in row]


def _at(call: Mapping[str, Any]) -> datetime:  # Any: JSON
    at = call["at"]
    return datetime.fromisoformat(at) if isinstance(at, str) else datetime.fromtimestamp(at, ORIGIN.tzinfo)


def _text(call: Mapping[str, Any]) -> str:  # Any: JSON
    return visible_text(str(call["params"].get("text", "")))


def _rings(call: Mapping[str, Any]) -> bool:  # Any: JSON
    return call["params"].get("disable_notification") not in {True, "true", "True"}


def _is_help(call: Mapping[str, Any]) -> bool:  # Any: JSON
    return HELP in _text(call)


def _tells(call: Mapping[str, Any], *words: str) -> bool:  # Any: JSON
    return all(word in _text(call) for word in words)


async def main(args: argparse.Namespace) -> int:
    """Measure each code in turn, tell."""
    codes = {"now": PACKAGE_DATA} | ({"against": args.against.resolve()} if args.against else {})
    shown: Figures = {"mode": args.mode, "minutes": args.minutes}
    is_day = args.mode == "day"
    setting = {"origin": ORIGIN.replace(hour=9), "speed": DAY_SPEED} if is_day else {}
    for name, code in reversed(codes.items()):
        async with district_set(1, made=made, residents=AUTHORS, **setting) as districts:
            shown[name] = await (day if is_day else storm)(districts, code, args)
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
    parsed.add_argument("mode", choices=("one", "many", "day"))
    parsed.add_argument("--minutes", type=float, default=15.0)
    parsed.add_argument("--against", type=Path, help="another checkout")
    return parsed.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
