"""The bot's process of the long day: `python -m tests.kit.long_day.bot`, settings from the environment.

All that collects and reads, the reading given by the day's list; nothing is sent, so that only collecting is measured. With «read» as its
argument it only reads what was collected.
"""

import asyncio
import sys
from collections.abc import Collection

from bot.app import App
from bot.config.district import District, find_profile, load_district
from bot.config.logs import set_up_logs
from bot.config.program_parts import ProgramPart
from bot.config.settings import Settings, load_settings
from bot.reading.reader import ReaderProcess
from bot.signals import until_signal

PARTS = {"day": (ProgramPart.COLLECT, ProgramPart.READ, ProgramPart.POLL), "read": (ProgramPart.READ,)}


async def run(settings: Settings, district: District, parts: Collection[ProgramPart]) -> None:
    """Until SIGTERM."""
    reader = ReaderProcess(district.folder, (sys.executable, "-m", "tests.kit.long_day.reader"))
    app = await App.build(settings, district, reader=reader)
    sys.stdout.write("runs\n")
    sys.stdout.flush()
    try:
        await until_signal(_work(app, parts))
    finally:
        await app.close()


async def _work(app: App, parts: Collection[ProgramPart]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(app.worker.run())  # what is no chat of residents; without the ticks of the desk
        group.create_task(app.run(parts))


if __name__ == "__main__":
    given = load_settings()
    set_up_logs(given.log.level)
    asyncio.run(run(given, load_district(find_profile(given.district.profile)), PARTS[sys.argv[1]]))
