"""Memory and a minute at rest of one process with several districts, each after some posts.

    PYTHONPATH=. python benchmarks/region.py [--districts 10] [--posts 20] [--base sqlite|postgres] [--processes 1]

`otklik run --env …` as a process of its own with its reader, the sandbox as VK and Telegram, at real speed (`district_set.py`). When
every post is read, every card is sent and some rest is over, PSS of all processes is summed and their CPU seconds of the next minute are
counted. One line of JSON; exit 1 over `--most`. One district, other waits, another code beside this one: `rest.py`.
"""

import argparse
import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from district_set import district_set, minute_of

from benchmarks.machine import pss, tree


async def main(args: argparse.Namespace) -> int:
    """Set up, run, tell."""
    async with AsyncExitStack() as opened:
        districts = await opened.enter_async_context(district_set(args.districts, args.base))
        pids = [await opened.enter_async_context(districts.running()) for _ in range(args.processes)]
        fresh = round(sum(pss(each) for pid in pids for each in tree(pid)))
        await districts.settle()
        await districts.write(args.posts)
        await asyncio.sleep(args.settle)
        processes = [each for pid in pids for each in tree(pid)]
        spent = await minute_of(processes)
        memory = {each: pss(each) for each in processes}
        shown = {
            "districts": args.districts,
            "posts_each": args.posts,
            "base": args.base,
            "processes": args.processes,
            "pss_mb": round(sum(memory.values())),
            "pss_of_each_mb": [round(each) for each in memory.values()],
            "pss_before_posts_mb": fresh,
            "cpu_seconds_of_a_minute": round(sum(spent.values()), 2),
            "cpu_of_each": [round(each, 2) for each in spent.values()],
            "load": round(os.getloadavg()[0], 1),
        }
        print(json.dumps(shown), flush=True)
    return 0 if shown["pss_mb"] <= args.most else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--districts", type=int, default=10)
    made.add_argument("--posts", type=int, default=20)
    made.add_argument("--base", choices=("sqlite", "postgres"), default="sqlite")
    made.add_argument("--processes", type=int, default=1, help="of the same districts; more than one needs postgres")
    made.add_argument("--settle", type=float, default=30.0, help="real seconds of rest before the minute that counts")
    made.add_argument("--most", type=float, default=700.0, help="MB")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
