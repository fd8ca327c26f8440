"""Kill -9 at random moments while posts come in: nothing lost, nothing twice.

    python benchmarks/kill_nine.py --posts FILE --kills 10 --seconds 180 --speed 600 [--seed N]

The sandbox runs for the whole time; `otklik run` is killed and started again. Officials press and answer meanwhile.
At the end the walls, the phones and the database are compared; exit 1 if anything is lost or doubled.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from bot.app import App
from bot.clock import ScenarioClock
from bot.demo.control import Control, running_sandbox
from bot.demo.enrolment import enrol_all
from bot.demo.play import Player, load_posts
from bot.demo.robots import Robots
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import BOT_TOKEN, GROUP_TOKEN, SERVICE_TOKEN, SWEEP_SECONDS, USER_TOKEN, Town, make_town
from bot.district import find_profile, load_district
from bot.settings_values import DemoClock
from bot.storage import migrate


def environment(town: Town, port: int, database: str, clock: DemoClock) -> dict[str, str]:
    base = f"http://127.0.0.1:{port}"
    walls = ",".join(f"-{c.group_id}{'@' + c.settlement_id if c.settlement_id else ''}={c.title}" for c in town.communities)
    return {
        **os.environ,
        "TELEGRAM__TOKEN": BOT_TOKEN,
        "TELEGRAM__API_BASE": base,
        "VK__SERVICE_TOKEN": SERVICE_TOKEN,
        "VK__GROUP_TOKEN": GROUP_TOKEN,
        "VK__USER_TOKEN": USER_TOKEN,
        "VK__GROUP_ID": str(town.answers_as.group_id),
        "VK__API_BASE": base,
        "VK__WALLS": walls,
        "DATABASE__URL": database,
        "SCHEDULE__POLL_SECONDS": str(SWEEP_SECONDS),
        "DEMO__CLOCK": f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}",
        "LOG__LEVEL": "ERROR",
    }


async def bot_process(env: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=env)


async def main(args: argparse.Namespace) -> int:
    profile = find_profile(PROFILE)
    district = load_district(profile)
    origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
    posts = load_posts(args.posts, day=origin, zone=district.timezone)
    setting = DemoClock(origin, args.speed, time.time())
    clock = ScenarioClock(*setting)
    town = make_town(district, (post.community or "" for post in posts))
    dice = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="otklik-kill-") as folder:
        file = Path(folder) / "otklik.db"
        database = f"sqlite+aiosqlite:///{file}"
        await asyncio.to_thread(migrate, database)
        async with running_sandbox(port=0, origin=origin, speed=args.speed, anchor=setting.anchor) as control:
            await control.post("reset", **town.describe())
            await settle_in(town, control, profile, database, setting, clock)
            env = environment(town, control.port, database, setting)
            player, robots = Player(control, clock, town), Robots(control, clock, town.officials, seed=args.seed)
            child = await bot_process(env)
            started = time.monotonic()
            kills = sorted(dice.uniform(3, args.seconds * 0.8) for _ in range(args.kills))
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(player.play(posts)), group.create_task(robots.run())]
                for moment in kills:
                    await asyncio.sleep(max(0.0, started + moment - time.monotonic()))
                    child.send_signal(signal.SIGKILL)
                    await child.wait()
                    await asyncio.sleep(dice.uniform(0, 1))
                    child = await bot_process(env)
                await asyncio.sleep(max(0.0, started + args.seconds - time.monotonic()))
                tasks[1].cancel()  # no more presses: let what is under way come to its end
                await drained(file, args.settle)
                tasks[0].cancel()
            child.send_signal(signal.SIGTERM)
            await child.wait()
            result = await compare(control, town, file, player, robots)
    print(json.dumps({"kills": args.kills, **result}, ensure_ascii=False))
    return 1 if result["lost"] or result["twice"] else 0


async def drained(file: Path, patience: float) -> None:
    """Until nothing is unread, unhandled or on its way, or until patience ends."""
    waiting = (
        "SELECT (SELECT count(*) FROM post WHERE taken_at IS NULL AND set_aside_at IS NULL)"
        " + (SELECT count(*) FROM inbox WHERE state = 'new')"
        " + (SELECT count(*) FROM answer WHERE state IN ('scheduled', 'publishing'))"
    )
    end = time.monotonic() + patience
    await asyncio.sleep(10)  # the last posts are swept and the last presses polled
    while time.monotonic() < end:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10) as db:
            if not db.execute(waiting).fetchone()[0]:
                return
        await asyncio.sleep(1)


async def settle_in(town: Town, control: Control, profile: Path, database: str, setting: DemoClock, clock: ScenarioClock) -> None:
    """The officials enrol and the baseline is swept before the first kill."""
    settings = town.settings(port=control.port, database=database, profile=profile, clock=setting)
    district = load_district(profile)
    app = await App.build(settings, district, clock=clock)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(app.run())
        await enrol_all(app, control, town)
        await asyncio.sleep(2)
        task.cancel()
    await app.close()


async def compare(control: Control, town: Town, file: Path, player: Player, robots: Robots) -> dict[str, object]:
    lost: list[str] = []
    twice: list[str] = []
    written: dict[str, dict[str, object]] = {}
    comments: Counter[tuple[str, str]] = Counter()
    for community in town.communities:
        wall = (await control.get("vk/wall", group_id=community.group_id))["posts"]
        for post in wall:
            written[f"wall-{community.group_id}_{post['post_id']}"] = post
            for comment in post["comments"]:
                for each in (comment, *comment["thread"]):
                    if each["from_id"] == -town.answers_as.group_id:
                        comments[f"wall-{community.group_id}_{post['post_id']}", each["text"]] += 1
                    else:
                        written[f"wall-{community.group_id}_{post['post_id']}_r{each['id']}"] = each
    db = sqlite3.connect(file)
    stored = Counter(row[0] for row in db.execute("SELECT external_id FROM post"))
    lost += [f"post {id}" for id in written if not stored[id]]
    twice += [f"post {id}" for id, count in stored.items() if count > 1]
    unread = db.execute("SELECT count(*) FROM post WHERE taken_at IS NULL").fetchone()[0]
    lost += [f"{unread} posts unread"] if unread else []
    for (where, text), count in comments.items():
        asked = "SELECT a.id, a.state, a.tries FROM answer a JOIN post p ON p.id = a.post_id WHERE p.external_id = ? AND a.text = ?"
        rows = db.execute(asked, (where, text))
        twice += [f"answer under {where}: {count} comments of {rows.fetchall()}"] if count > 1 else []
    published = db.execute(
        "SELECT p.external_id, a.text FROM answer a JOIN post p ON p.id = a.post_id WHERE a.state = 'published'"
    ).fetchall()
    lost += [f"answer under {where}" for where, text in published if not comments[where.split("_r")[0], text]]
    half = db.execute("SELECT count(*) FROM answer WHERE state IN ('publishing', 'scheduled')").fetchone()[0]
    waiting = db.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0]
    dead = db.execute("SELECT count(*) FROM inbox WHERE state = 'dead'").fetchone()[0]
    lost += [f"{dead} dead letters"] if dead else []
    cards, doubled = 0, 0
    copies = db.execute("SELECT incident_id, chat_id, message_id FROM card_copy").fetchall()
    numbers = dict(db.execute("SELECT id, number FROM incident").fetchall())
    for chat_id in {chat for _, chat, _ in copies}:
        messages = [m for m in await control.chat(chat_id) if m["html"] and m["buttons"]]
        shown = {m["message_id"] for m in messages}
        own = {(numbers[i], mid) for i, chat, mid in copies if chat == chat_id}
        cards += len(own)
        lost += [f"card of № {n} in {chat_id}" for n, mid in own if mid not in shown]
        heads = Counter(n for m in messages for n, _ in own if f"\n№ {n}\n" in f"{m['text']}\n" or f"№ {n} · " in m["text"])
        doubled += sum(count - 1 for count in heads.values() if count > 1)
    orphans = db.execute(
        "SELECT i.number, i.status, (SELECT group_concat(o.state) FROM outbox o WHERE o.incident_id = i.id) "
        "FROM incident i WHERE id NOT IN (SELECT incident_id FROM card_copy) AND id NOT IN "
        "(SELECT incident_id FROM outbox WHERE kind = 'card' AND state IN ('pending', 'claimed'))"
    ).fetchall()
    lost += [f"card of № {number} ({status}): {rows}" for number, status, rows in orphans]
    return {
        "posts": len(written),
        "incidents": len(numbers),
        "cards": cards,
        "cards_shown_twice": doubled,
        "presses": robots.presses,
        "answers": len(published),
        "answers_under_way": half,
        "inbox_waiting": waiting,
        "lost": lost[:20],
        "twice": twice[:20],
    }


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--posts", type=Path, required=True)
    made.add_argument("--kills", type=int, default=10)
    made.add_argument("--seconds", type=float, default=180)
    made.add_argument("--settle", type=float, default=120, help="real seconds at most to come to rest at the end")
    made.add_argument("--speed", type=float, default=600)
    made.add_argument("--seed", type=int, default=1)
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
