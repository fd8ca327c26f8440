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
from bot.config.district import District
from bot.config.program_parts import ProgramPart, token_of
from bot.config.seed import seed
from bot.config.settings import Settings
from bot.config.warm_places import WarmPlaces
from bot.delivery.delivery_parts import DeliveryParts
from bot.foundation import Foundation
from bot.health.illness import TOLD_BY
from bot.health.mail_alarm import letters_of
from bot.health.meters import Meters
from bot.health.page import HealthPage
from bot.health.presses import Presses
from bot.health.pulse import BEATS
from bot.health.signs import signs_of
from bot.health.state_file import path_beside
from bot.health.watch import Health
from bot.leases import POLL, Leases
from bot.listening import Listener
from bot.reading.network_access import NetworkAccess
from bot.reading.post_reader import PostReader
from bot.reading.reader import ReaderProcess
from bot.reading.reading_parts import ReadingParts
from bot.reading.vk_callback import PATH, callback_of
from bot.renderer import Renderer
from bot.shared import Shared
from bot.signals import kept_running
from bot.storage.engine.storage import Storage, open_storage
from bot.telegram.adapter import Telegram, make_bot
from bot.telegram.command_menus import Menus
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.fsm import JoinedStorage
from bot.telegram.incoming.poller import Poller
from bot.telegram.incoming.webhook import Webhook, updates_of
from bot.telegram.incoming.worker import Worker
from bot.ticks.context import Around
from bot.ticks.schedule import TICKS, schedule
from bot.username import BotName
from bot.wakeups import Nudge

FSM = JoinedStorage()


@dataclass(slots=True, kw_only=True)
class App:
    """One running bot: its parts, wired."""

    storage: Storage
    clock: Clock
    bot: Bot
    nudge: Nudge
    reader: PostReader
    reading: ReadingParts
    updates: Poller | Webhook
    doors: Sequence[Callable[[], Awaitable[None]]]  # servers of their own, where no webhook listens for them
    letters: Sequence[Callable[[], Awaitable[None]]]  # what tells by e-mail, where the settings want it
    worker: Worker
    delivery: DeliveryParts
    menus: Menus
    name: BotName
    warm_places: WarmPlaces
    around: Around
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
        token = token_of(settings.telegram)
        clock = clock or settings.demo.make_clock()
        storage = await open_storage(settings.database.url, district.id) if shared is None else shared.storage.beside(district.id)
        async with AsyncExitStack() as opened:
            # The base and what is opened with it: whatever fails below, it is closed.
            opened.push_async_callback(storage.close)
            await storage.migrated()
            await storage.count_again()  # before the first question: a base that was restored or copied has no figures yet
            await seed(storage, district)
            networks = NetworkAccess(settings, district, clock, storage)
            opened.push_async_callback(networks.close)
            watched = await networks.watched()
            proxy = settings.telegram.proxy.get_secret_value() if settings.telegram.proxy else None
            bot = make_bot(token, api_base=settings.telegram.api_base, proxy=proxy)
            opened.push_async_callback(bot.session.close)

            # What all parts stand on.
            base = Foundation(
                storage=storage,
                clock=clock,
                policy=replace(district.policy, posts_photos=networks.vk.posts_photos),
                bot=bot,
                nudge=Nudge(shared.poll, shared.stop) if shared else Nudge(),
                meters=Meters(),
            )
            leases, listener = Leases(storage), Listener(storage, base.nudge)
            presses, name = Presses(bot, base.nudge.stop), BotName()
            around = Around.of(base, settings, district, shared)

            # Posts in.
            reader = reader or (shared.reader.of(district.folder) if shared else ReaderProcess(district.folder))
            reading = ReadingParts.build(base, networks, reader, leases, district=district, watched=watched, backfill=backfill)

            # Messages out.
            messenger, renderer = Telegram(bot), Renderer(district, name)
            delivery = DeliveryParts.build(
                base,
                messenger,
                renderer,
                publishers=networks.vk.publishers,
                own_wall=networks.vk.own_wall,
                photo_hosts=networks.photo_hosts,
                takes_private=settings.telegram.private_appeals,
            )

            # Telegram in.
            callback = callback_of(settings, storage, clock, base.nudge.pushed.set)
            others = {PATH: callback.take} if callback else {}
            updates = updates_of(settings, storage, clock, bot, base.nudge.came, presses, name, others=others)
            worker = Worker(
                storage,
                clock,
                dispatcher(FSM),
                bot,
                base.policy,
                base.nudge,
                presses,
                takes_private=settings.telegram.private_appeals,
                meters=base.meters,
                show=delivery.screens.show,
            )

            # How it does: told by the screens and by the page.
            signs = signs_of(
                updates.line,
                reader,
                reading.collecting.silence,
                clock,
                writer=networks.vk.writer,
                editor=networks.vk.editor,
                backup=around.nightly_copy,
            )
            health = Health(
                storage,
                clock,
                messenger,
                signs=signs,
                timezone=district.timezone,
                file=settings.health.file or path_beside(settings.database.url, district.id if shared else None),
                call=settings.health.call,
                meters=base.meters,
                notify=shared.voice.of(district.id) if shared else None,
            )
            health.is_deaf = listener.is_deaf
            renderer.ailments, renderer.is_split = health.ailments, health.is_split
            letters = letters_of(settings, district, storage, clock, health.episodes, updates.line, partial(leases.holds, POLL))
            app = cls(
                storage=storage,
                clock=clock,
                bot=bot,
                nudge=base.nudge,
                reader=reader,
                reading=reading,
                updates=updates,
                doors=[callback.run] if callback is not None and isinstance(updates, Poller) else [],
                letters=letters,
                worker=worker,
                delivery=delivery,
                menus=Menus(storage, bot),
                name=name,
                warm_places=WarmPlaces(district.places),
                around=around,
                leases=leases,
                listener=listener,
                presses=presses,
                health=health,
                page=HealthPage(health, storage, clock, base.meters, partial(around.last, around.summary_at), settings.http),
            )
            opened.pop_all()  # they are the app's to close now
            return app

    async def run(self, parts: Collection[ProgramPart] = tuple(ProgramPart)) -> None:
        """Run the parts, restarting what fails, until cancelled or `health.is_over`."""
        reading, delivery = self.reading, self.delivery
        senders = [delivery.courier.run, delivery.publishing.run, delivery.groups.run, delivery.chat_checks.run]
        loops: dict[ProgramPart, list[Callable[[], Awaitable[None]]]] = {
            ProgramPart.COLLECT: [reading.collecting.run, reading.name_walls, reading.source_jobs.run, reading.vk_rests.run],
            ProgramPart.READ: [reading.intake.run, reading.old_fingerprints.run],
            ProgramPart.DESK: [self.worker.run, reading.files.run, delivery.photos.run],
            ProgramPart.DELIVER: [self._learn_name, *senders],
            ProgramPart.POLL: [self._poll, self.menus.run, *self.doors, *self.letters],
        }
        self.presses.are_handled_here = ProgramPart.DESK in parts
        pulse = self.health.pulse
        self.worker.beat = pulse.of("worker")
        delivery.courier.beat = pulse.of("courier")
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
        await self.reading.networks.close()
        await self.reader.close()
        await self.bot.session.close()
        await self.storage.close()

    async def _poll(self) -> None:
        """Telegram gives updates to one poller; a webhook takes them in any process."""
        await (self.leases.while_held(POLL, self.updates.run) if isinstance(self.updates, Poller) else self.updates.run())

    async def _learn_name(self) -> None:
        await self.name.learn(self.bot)
        await asyncio.Event().wait()
