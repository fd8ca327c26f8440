"""The composition root: builds every part once and runs them.

Which parts is said by the command line.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from aiogram import Bot

from bot.clock import Clock
from bot.config.backups import nightly_copy_of
from bot.config.district import District
from bot.config.program_parts import ProgramPart, token_of
from bot.config.seed import seed
from bot.config.settings import Settings
from bot.config.warm_places import WarmPlaces
from bot.delivery.chat_checks import ChatChecks
from bot.delivery.courier import Courier
from bot.delivery.group_preflight import Groups
from bot.delivery.photos.answer_photos import AnswerPhotos
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.publishing import Publishing
from bot.delivery.screens import Screens
from bot.delivery.send_rate import SharedPace
from bot.health.illness import TOLD_BY
from bot.health.meters import Meters
from bot.health.page import HealthPage
from bot.health.presses import Presses
from bot.health.pulse import BEATS
from bot.health.signs import signs_of
from bot.health.state_file import path_beside
from bot.health.watch import Health
from bot.leases import POLL, Leases
from bot.listening import Listener
from bot.reading.collect import Collecting
from bot.reading.incoming_files import Files
from bot.reading.intake import Intake
from bot.reading.network_access import NetworkAccess
from bot.reading.post_reader import PostReader
from bot.reading.reader import ReaderProcess
from bot.reading.source_checks import SourceJobs
from bot.reading.vk_callback import PATH, callback_of
from bot.reading.vk_rests import VkRests
from bot.screens.renderer import Renderer
from bot.shared import Shared
from bot.signals import kept_running
from bot.storage.engine.storage import Storage, open_storage
from bot.telegram.adapter import Telegram, make_bot
from bot.telegram.command_menus import Menus
from bot.telegram.download import fetch_file
from bot.telegram.incoming.fsm import JoinedStorage
from bot.telegram.incoming.poller import Poller
from bot.telegram.incoming.webhook import Webhook, updates_of
from bot.telegram.incoming.worker import Worker
from bot.telegram.residents.chat_answers import ChatPublisher
from bot.telegram.residents.private_chat import PrivatePublisher
from bot.ticks.context import Around
from bot.ticks.schedule import TICKS, schedule
from bot.username import BotName
from bot.wakeups import Nudge
from handlers.dispatcher import dispatcher
from incidents.posts import Network

FSM = JoinedStorage()


@dataclass(slots=True)
class App:
    """One running bot: its parts, wired."""

    storage: Storage
    clock: Clock
    bot: Bot
    nudge: Nudge
    updates: Poller | Webhook
    doors: Sequence[Callable[[], Awaitable[None]]]  # servers of their own, where no webhook listens for them
    menus: Menus
    name: BotName
    groups: Groups
    chat_checks: ChatChecks
    warm_places: WarmPlaces
    worker: Worker
    courier: Courier
    intake: Intake
    publishing: Publishing
    files: Files
    photos: AnswerPhotos
    collecting: Collecting
    source_jobs: SourceJobs
    vk_rests: VkRests
    around: Around
    reader: PostReader
    networks: NetworkAccess
    leases: Leases
    listener: Listener
    presses: Presses
    health: Health
    page: HealthPage

    @classmethod
    async def build(
        cls,
        settings: Settings,
        district: District,
        *,
        clock: Clock | None = None,
        backfill: bool = False,
        reader: PostReader | None = None,
        shared: Shared | None = None,
    ) -> Self:
        """Open and wire everything; `shared`: with other districts. Raises StorageError or NotReady, each with one Russian line."""
        telegram, token, clock = settings.telegram, token_of(settings.telegram), clock or settings.demo.make_clock()
        storage = await open_storage(settings.database.url, district.id) if shared is None else shared.storage.beside(district.id)
        async with AsyncExitStack() as opened:
            opened.push_async_callback(storage.close)
            await storage.migrated()
            await storage.count_again()  # before the first question: a base that was restored or copied has no figures yet
            await seed(storage, district)
            networks = NetworkAccess(settings, district, clock, storage)
            opened.push_async_callback(networks.close)
            vk, watched = networks.vk, await networks.watched()
            proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
            bot = make_bot(token, api_base=settings.telegram.api_base, proxy=proxy)
            opened.push_async_callback(bot.session.close)
            private = {Network.PRIVATE: PrivatePublisher(bot)} if telegram.private_appeals else {}  # off: nothing goes to a resident
            publishers = {**vk.publishers, Network.TELEGRAM: ChatPublisher(bot, storage), **private}
            nudge, policy = Nudge(shared.poll, shared.stop) if shared else Nudge(), replace(district.policy, posts_photos=vk.posts_photos)
            reader, meters = reader or (shared.reader.of(district.folder) if shared else ReaderProcess(district.folder)), Meters()
            photos = Photos(networks.photo_hosts, partial(fetch_file, bot))
            name, presses, leases, listener = BotName(), Presses(bot, nudge.stop), Leases(storage), Listener(storage, nudge)
            pace = SharedPace(storage)
            messenger, renderer, callback = Telegram(bot), Renderer(district, name), callback_of(settings, storage, clock, nudge.pushed.set)
            updates = updates_of(settings, storage, clock, bot, nudge.came, presses, name, others={PATH: callback.take} if callback else {})
            collecting = Collecting(
                storage,
                clock,
                watched,
                nudge,
                every=networks.poll_seconds,
                backfill=backfill,
                stop_clock=district.norms.stop_on_deletion,
                collector_of=networks.collector_of,
                own_wall=vk.own_address,
                know=vk.know,
                meters=meters,
                reads=leases.reads,
            )
            around = Around(
                storage=storage,
                clock=clock,
                policy=policy,
                nudge=nudge,
                timezone=district.timezone,
                summary_at=settings.schedule.summary_at,
                night_at=settings.schedule.night_at,
                agenda_at=settings.schedule.agenda_at,
                decrees=district.decrees,
                nightly_copy=shared.nightly_copy if shared else nightly_copy_of(settings, district.id),
                chain_key=settings.privacy.key,
                profile=district.folder,
                learning_turn=shared.learning_turn if shared else asyncio.Lock(),
            )
            signs = signs_of(
                updates.line, reader, collecting.silence, clock, writer=vk.writer, editor=vk.editor, backup=around.nightly_copy
            )
            own, notify = settings.health, shared.voice.of(district.id) if shared else None
            file = own.file or path_beside(settings.database.url, district.id if shared else None)
            health = Health(
                storage, clock, messenger, signs=signs, timezone=district.timezone, file=file, call=own.call, meters=meters, notify=notify
            )
            renderer.ailments, renderer.is_split, health.is_deaf = health.ailments, health.is_split, listener.is_deaf
            app = cls(
                storage=storage,
                clock=clock,
                bot=bot,
                nudge=nudge,
                updates=updates,
                doors=[callback.run] if callback is not None and isinstance(updates, Poller) else [],
                menus=Menus(storage, bot),
                name=name,
                groups=Groups(storage, clock, bot, nudge),
                chat_checks=ChatChecks(storage, clock, bot, nudge),
                warm_places=WarmPlaces(district.places),
                worker=Worker(
                    storage,
                    clock,
                    dispatcher(FSM),
                    bot,
                    policy,
                    nudge,
                    presses,
                    takes_private=bool(private),
                    meters=meters,
                    show=Screens(storage, clock, messenger, renderer, pace).show,
                ),
                courier=Courier(storage, clock, messenger, renderer, photos, policy, nudge, meters, pace),
                intake=Intake(storage, clock, reader, policy, nudge, meters),
                publishing=Publishing(storage, clock, publishers, nudge, policy, own_wall=vk.own_wall, meters=meters),
                files=Files(storage, clock, bot, policy, nudge),
                photos=AnswerPhotos(storage, clock, bot, nudge),
                collecting=collecting,
                source_jobs=SourceJobs(storage, clock, networks.all, nudge),
                vk_rests=VkRests(storage, clock, nudge, vk.clients),
                around=around,
                reader=reader,
                networks=networks,
                leases=leases,
                listener=listener,
                presses=presses,
                health=health,
                page=HealthPage(health, storage, clock, meters, partial(around.last, around.summary_at), settings.http),
            )
            opened.pop_all()  # they are the app's to close now
            return app

    async def run(self, parts: Collection[ProgramPart] = tuple(ProgramPart)) -> None:
        """Run the parts, restarting what fails, until cancelled or `health.is_over`."""
        loops: dict[ProgramPart, list[Callable[[], Awaitable[None]]]] = {
            ProgramPart.COLLECT: [self.collecting.run, self._name_walls, self.source_jobs.run, self.vk_rests.run],
            ProgramPart.READ: [self.intake.run],
            ProgramPart.DESK: [self.worker.run, self.files.run, self.photos.run],
            ProgramPart.DELIVER: [self._learn_name, self.courier.run, self.publishing.run, self.groups.run, self.chat_checks.run],
            ProgramPart.POLL: [self._poll, self.menus.run, *self.doors],
        }
        self.presses.are_handled_here = ProgramPart.DESK in parts
        pulse = self.health.pulse
        self.worker.beat, self.courier.beat = pulse.of("worker"), pulse.of("courier")
        pulse.expect(*(loop for part in parts for loop in BEATS.get(part, ())))
        scheduler = schedule(self.clock, TICKS if ProgramPart.DESK in parts else {}, self.around, pulse)
        scheduler.start()
        try:
            async with self.page.serving(), asyncio.TaskGroup() as group:
                running = [group.create_task(kept_running(f"{part}: {loop.__qualname__}", loop)) for part in parts for loop in loops[part]]
                beside: dict[str, Callable[[], Awaitable[None]]] = {"leases": self.leases.run, "listener": self.listener.run}
                beside |= {"moments": partial(self.nudge.keep_time, self.clock), "names of places": self.warm_places.run}
                running += [group.create_task(kept_running(name, run)) for name, run in beside.items()]
                await self.health.run([kind for part in parts for kind in TOLD_BY.get(part, ())])
                for task in running:
                    task.cancel()
        finally:
            scheduler.shutdown(wait=False)

    async def close(self) -> None:
        """Let go of everything. Safe after a failed `run`."""
        await self.networks.close()
        await self.reader.close()
        await self.bot.session.close()
        await self.storage.close()

    async def _poll(self) -> None:
        """Telegram gives updates to one poller; a webhook takes them in any process."""
        await (self.leases.while_held(POLL, self.updates.run) if isinstance(self.updates, Poller) else self.updates.run())

    async def _learn_name(self) -> None:
        await self.name.learn(self.bot)
        await asyncio.Event().wait()

    async def _name_walls(self) -> None:
        await self.networks.name_walls(self.collecting)
