"""`otklik run` as a process of its own, in a story's town."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.town import BOT_TOKEN
from tests.kit.story_town import PATIENCE, SPEED, Story


@asynccontextmanager
async def otklik_run(story: Story, folder: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start it with these settings beside the town's; its log goes into a file. It does not outlive the block."""
    settings = {
        **{"TELEGRAM__TOKEN": BOT_TOKEN, "TELEGRAM__API_BASE": story.control.base, "DATABASE__URL": story.settings.database.url},
        **{"DISTRICT__PROFILE": str(story.district.folder.resolve()), "PYTHONPATH": str(Path.cwd()), "LOG__LEVEL": "WARNING"},
        "DEMO__CLOCK": f"{story.clock.origin.isoformat()}|{SPEED}|{story.clock.anchor}",
    }
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env={**os.environ, **settings, **more}, stderr=log, stdout=log
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def ends(process: asyncio.subprocess.Process) -> int:
    """Its code."""
    async with asyncio.timeout(PATIENCE):
        return await process.wait()
