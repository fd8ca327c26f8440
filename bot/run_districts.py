"""`otklik run --env …`: several districts in one process, none stops another."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.app import App
from bot.config.backups import nightly_copy_of
from bot.config.district_set import Member
from bot.config.logs import DISTRICT
from bot.config.program_parts import NotReady, ProgramPart
from bot.config.settings import HttpSettings, Settings
from bot.health.districts_page import DistrictsPage
from bot.health.one_voice import OneVoice
from bot.health.watch import GONE
from bot.one_bot import alone_on
from bot.reading.shared_reader import SharedReader
from bot.run import warn_of_missing
from bot.shared import Shared, poll_of
from bot.signals import until_signal
from bot.storage.engine.errors import StorageError
from bot.storage.engine.storage import open_storage

LOG = logging.getLogger(__name__)

AGAIN = (1.0, 5.0, 15.0, 60.0)  # real seconds before a district that failed is started again
FELL = "округ остановился и запускается снова, остальные работают"
AT_ONCE = 4  # districts that start together: each loads places and asks its networks
BUILT_WITHIN = 120.0  # real seconds: who does not answer meanwhile is asked again later, and the others have their turn
STARTS, STOPPED, DEFECT = "запускается", "остановился: {why}", "ошибка, она в журнале"
LOOK = 5.0  # real seconds between looks whether a district stands


class DistrictStands(Exception):
    """A part of the district does not turn any more; the others do, so only this district is started again."""


@dataclass(slots=True)
class Districts:
    """Districts of one process over one database and one reader."""

    members: Sequence[Member]
    parts: Collection[ProgramPart]
    shared: Shared
    page: DistrictsPage
    starting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _ran_at: dict[str, float] = field(default_factory=dict)  # real seconds; who is being built is not in it
    is_over: bool = False
    """The database is gone for good: the process must end."""

    @classmethod
    async def open(cls, members: Sequence[Member], only: Collection[str] = (), reader: SharedReader | None = None) -> "Districts":
        """Open the database. Raises StorageError: one Russian line."""
        parts = tuple(ProgramPart(name) for name in only) or tuple(ProgramPart)
        storage = await open_storage(members[0].settings.database.url, members[0].district.id)
        try:
            await storage.migrated()
        except BaseException:
            await storage.close()
            raise
        copy = nightly_copy_of(members[0].settings, members[0].district.id)
        if copy is not None:
            copy.timezone = members[0].district.timezone
        voice, poll = OneVoice(), poll_of(len(members))
        shared = Shared(storage=storage, reader=reader or SharedReader(), voice=voice, poll=poll, nightly_copy=copy)
        return cls(members, parts, shared, DistrictsPage([each.district.id for each in members], _page_settings(members)))

    async def run(self) -> None:
        """Run them all until cancelled, or until the process must end (`is_over`). Raises NotReady where no page can listen."""
        async with self.page.serving(), asyncio.TaskGroup() as group:
            living = [group.create_task(self._live(each)) for each in self.members]
            await asyncio.wait(living, return_when=asyncio.FIRST_COMPLETED)
            for task in living:
                task.cancel()

    async def close(self) -> None:
        """Let go of everything. Safe after a failed `run`."""
        await self.shared.reader.close()
        await self.shared.storage.close()

    async def _live(self, member: Member) -> None:
        """One district: whatever ends it is said in its name, and it is started again."""
        DISTRICT.set(member.district.id)
        failures = 0
        while not self.is_over:
            self.shared.voice.waits(member.district.id, STARTS)
            self._ran_at.pop(member.district.id, None)
            why = DEFECT
            try:
                await self._once(member)
            except (StorageError, NotReady) as error:
                why = error.user_text
                LOG.error("округ не запустился, попробуем снова: %s", why)  # noqa: TRY400 - the sentence is the whole reason
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) is not None and task.cancelling():
                    raise  # the process ends
                LOG.exception(FELL)
            except Exception:
                LOG.exception(FELL)
            ran_at = self._ran_at.get(member.district.id)
            has_worked = ran_at is not None and asyncio.get_running_loop().time() - ran_at > AGAIN[-1]
            failures = 1 if has_worked else failures + 1
            if not self.is_over:
                self.shared.voice.waits(member.district.id, STOPPED.format(why=why))
                await asyncio.sleep(AGAIN[min(failures, len(AGAIN)) - 1])

    async def _once(self, member: Member) -> None:
        app = await self._built(member)
        self._ran_at[member.district.id] = asyncio.get_running_loop().time()
        try:
            LOG.info("Отклик запущен: %s", member.district.title)
            await warn_of_missing(app, member.settings)
            with self.page.of(member.district.id, app.page):
                await self._until_it_stands(app)
        finally:
            await app.close()
        self.is_over |= app.health.is_over

    async def _built(self, member: Member) -> App:
        """Raises StorageError or NotReady."""
        async with self.starting:
            try:
                async with asyncio.timeout(BUILT_WITHIN):
                    return await App.build(_without_page(member.settings), member.district, shared=self.shared)
            except TimeoutError:
                raise NotReady("сеть или база долго не отвечает") from None

    async def _until_it_stands(self, app: App) -> None:
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watch(app))
            await app.run(self.parts)
            watching.cancel()


async def _watch(app: App) -> None:
    """Raises DistrictStands."""
    while True:
        await asyncio.sleep(LOOK)
        if not app.health.is_alive:
            raise DistrictStands(", ".join(app.health.pulse.stuck()))


def _page_settings(members: Sequence[Member]) -> HttpSettings:
    """Where the page of the process is: the files agree on it, or one of them says it."""
    said = [each.settings.http for each in members]
    return next((http for http in said if http.health_port is not None), said[0])


def _without_page(settings: Settings) -> Settings:
    """The page is the process's."""
    return settings.model_copy(update={"http": settings.http.model_copy(update={"health_port": None})})


async def run_districts(members: Sequence[Member], only: Collection[str] = ()) -> int:
    """Until Ctrl-C or SIGTERM; the code is GONE when the database is gone for good."""
    async with alone_on(members[0].settings.database.url):
        districts = await Districts.open(members, only)
        try:
            await until_signal(districts.run(), districts.shared.stop)
        finally:
            await districts.close()
    return GONE if districts.is_over else 0
