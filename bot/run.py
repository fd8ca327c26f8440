"""`otklik run`: until a signal, or until its database is gone."""

import logging
from collections.abc import Collection

from bot.app import App
from bot.config.district import District
from bot.config.missing import missing
from bot.config.program_parts import ProgramPart
from bot.config.settings import Settings
from bot.health.watch import GONE
from bot.one_bot import alone_on
from bot.signals import until_signal

LOG = logging.getLogger(__name__)


async def run_bot(settings: Settings, district: District, only: Collection[str] = ()) -> int:
    """Until Ctrl-C or SIGTERM; the code is GONE when the database is gone for good."""
    async with alone_on(settings.database.url):
        return await _run_alone(settings, district, tuple(ProgramPart(name) for name in only) or tuple(ProgramPart))


async def _run_alone(settings: Settings, district: District, parts: Collection[ProgramPart]) -> int:
    app = await App.build(settings, district)
    LOG.info("Отклик запущен: %s, источников в настройках %d", district.title, len(settings.vk.walls) + len(settings.feeds.urls))
    try:
        await warn_of_missing(app, settings)
        await until_signal(app.run(parts), app.nudge.stop)
    finally:
        await app.close()
    return GONE if app.health.is_over else 0


async def warn_of_missing(app: App, settings: Settings) -> None:
    """In the log, once at the start. Walls that VK has not named yet and messages to the bot itself are sources too."""
    is_reading = settings.telegram.private_appeals or bool(app.reading.networks.vk.unknown) or await app.reading.collecting.has_sources()
    for line in await missing(app.storage, is_reading=is_reading):
        LOG.warning(line)
