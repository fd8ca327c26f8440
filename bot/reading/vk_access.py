"""VK in this process: clients, walls to read, publishers.

One client a token.
"""

import logging
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.clock import Clock
from bot.config.settings_networks import VkSettings
from bot.config.settings_values import Wall
from bot.reading.collect import Watched
from bot.storage.engine.storage import Storage
from collectors.pushed.drain import AT_ONCE, Drain
from collectors.vk.boards.board import Board
from collectors.vk.budget import Budget
from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import VkError
from collectors.vk.events.community import OwnCommunity
from collectors.vk.events.ears import ByCallback, ByLongPoll, Ears
from collectors.vk.events.long_poll import LongPoll
from collectors.vk.events.news import news_of
from collectors.vk.limiter import Tempo
from collectors.vk.look import look_at
from collectors.vk.memory import spent_of
from collectors.vk.messages import VkMessages
from collectors.vk.network import KIND
from collectors.vk.poster import VkPoster
from collectors.vk.publisher import VkPublisher
from collectors.vk.tokens import VkTokens
from collectors.vk.wall import VkWall
from incidents.posts import Collector, Network, Source, SourceBroken
from incidents.publisher import Publisher
from incidents.sources.networks import NetworkKind
from incidents.sources.pushed import PushedRow
from incidents.sources.source_links import FoundWall

LOG = logging.getLogger(__name__)

PRIORITIES = {"often": 3.0, "seldom": 0.3}
"""What the coordinator's word weighs in the day's plan; whatever else is usual."""

NO_TOKEN = "Читать ВКонтакте нечем: на сервере нет сервисного ключа (VK__SERVICE_TOKEN). Скажите тому, кто обслуживает бота"  # noqa: S105 - words
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class VkAccess:
    """Clients of the tokens that are set. Without a service token nothing is read, without a group token nothing is answered."""

    kind: NetworkKind = KIND

    def __init__(self, settings: VkSettings, clock: Clock, *, storage: Storage | None = None, poll_seconds: float = 180.0) -> None:
        base = settings.api_base
        self.walls: set[int] = set()  # read now
        self._clock, self._storage, self._settings, self._every = clock, storage, settings, poll_seconds
        self.reader = readers_of(settings, clock)
        self.budget = Budget(tokens=len(self.reader.clients) if self.reader else 1, least=poll_seconds)
        self.writer = VkClient(settings.group_token, kind="group", api_base=base, tempo=clock) if settings.group_token else None
        self.editor = VkClient(settings.user_token, kind="user", api_base=base, tempo=clock) if settings.user_token else None
        host = urlsplit(base).hostname or ""
        self.photo_hosts: Sequence[str] = (host,) if host in LOOPBACK else ()
        self.own_group = settings.group_id
        self.own_address = str(-abs(settings.group_id)) if settings.group_id else None
        self.unknown: set[str] = set()  # walls that VK could not name yet
        self.publishers: dict[Network, Publisher] = {}
        if self.reader and self.writer and settings.group_id:
            self.publishers[Network.VK] = VkPublisher(self.writer, self.reader, settings.group_id, editor=self.editor)
        if self.writer and settings.group_id:
            self.publishers[Network.VK_MESSAGES] = VkMessages(self.writer, settings.group_id)
        self.own_wall: Publisher | None = None  # posts of the administration
        if self.reader and settings.group_id:
            self.own_wall = VkPoster(self.reader, settings.group_id, editor=self.editor)

    @property
    def posts_photos(self) -> bool:
        """Whether photos can go out with an answer: VK takes them by the editor's token alone."""
        return self.editor is not None and Network.VK in self.publishers

    async def look(self, address: str) -> FoundWall:
        """The wall at an address that somebody named. Raises SourceBroken."""
        if self.reader is None:
            raise SourceBroken(NO_TOKEN, fatal=True)
        return await look_at(self.reader, address)

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a wall that was added in the chat; None without a token, or for another network."""
        if self.reader is None or source.network is not Network.VK or not source.external_id.lstrip("-").isdigit():
            return None
        return self.reads(source)

    def reads(self, source: Source) -> Collector:
        """The collector of a wall; of the administration's own, where its events come too."""
        assert self.reader is not None
        wall = VkWall(
            self.reader,
            int(source.external_id),
            now=self._clock.now,
            own_group=self.own_group,
            budget=self.budget,
            board=self._board(source),
        )
        ears = self._ears(source) if source.external_id == self.own_address else None
        return wall if ears is None else OwnCommunity(wall, ears, now=self._clock.now, every=self._every)

    def _board(self, source: Source) -> Board | None:
        """Discussions of a community; a person's page has none."""
        assert self.reader is not None
        return Board(self.reader, int(source.external_id)) if source.external_id.startswith("-") else None

    def know(self, sources: Sequence[Source]) -> None:
        """Which walls share the day's quota now."""
        walls = [each for each in sources if each.network is Network.VK and each.external_id.lstrip("-").isdigit()]
        self.walls = {int(each.external_id) for each in walls}
        for each in walls:
            if not self.budget.knows_spent(int(each.external_id)):
                self.budget.remember(int(each.external_id), spent_of(each.cursor))
        self.budget.know({int(each.external_id): PRIORITIES.get(str(getattr(each, "priority", "")), 1.0) for each in walls})

    def _ears(self, source: Source) -> Ears | None:
        """How events of the own community come; None: they do not."""
        storage, settings, group = self._storage, self._settings, self.own_group
        if group is None or storage is None:
            return None
        if events_way(settings) == "callback":

            async def rows(after: int) -> Sequence[PushedRow]:
                async with storage.transaction() as tx:
                    return await tx.pushed.after(source, after, limit=AT_ONCE)

            return ByCallback(Drain(rows, lambda row: news_of(row.pushed.raw, group)), group, self.writer)
        if self.writer is None or events_way(settings) is None:
            return None
        return ByLongPoll(LongPoll(self.writer, group, api_base=settings.api_base), group, self.writer)

    @property
    def clients(self) -> Sequence[VkClient]:
        """One a token."""
        single = [client for client in (self.writer, self.editor) if client is not None]
        return [*(self.reader.clients if self.reader else ()), *single]

    @property
    def hears_own(self) -> bool:
        """Whether events of the own community come, so that it must be a source."""
        return hears_own(self._settings)

    def close(self) -> None:
        """Stop the threads."""
        for client in self.clients:
            client.close()


def readers_of(settings: VkSettings, tempo: Tempo | None = None) -> VkTokens | None:
    """Clients of the reading tokens; None: there are none."""
    clients = [VkClient(SecretStr(each), kind="service", api_base=settings.api_base, tempo=tempo) for each in _reading(settings)]
    return VkTokens(clients) if clients else None


def reading_keys(settings: VkSettings) -> int:
    """How many keys read."""
    return len(_reading(settings))


def _reading(settings: VkSettings) -> list[str]:
    words = settings.service_token.get_secret_value().split(",") if settings.service_token else []
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def events_way(settings: VkSettings) -> Literal["callback", "long_poll"] | None:
    """How events of the own community come; None: nobody asks for them."""
    return "callback" if settings.callback_secret else "long_poll" if settings.long_poll else None


def hears_own(settings: VkSettings) -> bool:
    """Whether events of the own community come with these keys."""
    way = events_way(settings)
    is_heard = way == "callback" or (way is not None and settings.group_token is not None)
    return is_heard and settings.service_token is not None and settings.group_id is not None


async def watch_walls(storage: Storage, vk: VkAccess, walls: Sequence[Wall], clock: Clock) -> Sequence[Watched]:
    """A source and a collector for every wall of the settings; a wall that VK does not name is told in the log once and asked for again."""
    if vk.reader is None:
        if walls:
            LOG.warning("VK__WALLS названы, но нет VK__SERVICE_TOKEN: стены читать нечем")
        return []
    found = []
    for wall in walls:
        owner_id, title = await _owner(vk.reader, wall)
        if owner_id is None:
            if wall.address not in vk.unknown:
                LOG.warning("стена %s не найдена, спросим снова при следующем обходе", wall.address)
            vk.unknown.add(wall.address)
            continue
        vk.unknown.discard(wall.address)
        async with storage.transaction() as tx:
            source = await tx.sources.add(Network.VK, str(owner_id), title, wall.settlement_id)
        found.append(Watched(source, vk.reads(source)))
    if vk.hears_own and all(each.source.external_id != vk.own_address for each in found):
        found.append(await _own_community(storage, vk))
    return found


async def _own_community(storage: Storage, vk: VkAccess) -> Watched:
    """The administration's own community, named or not: its events and messages have no other door. What the chat said of it stays."""
    assert vk.reader is not None
    assert vk.own_address is not None
    async with storage.transaction() as tx:
        known = next((each for each in await tx.sources.all() if (each.network, each.external_id) == (Network.VK, vk.own_address)), None)
    if known is None:
        _, title = await _owner(vk.reader, Wall(vk.own_address))
        async with storage.transaction() as tx:
            known = await tx.sources.add(Network.VK, vk.own_address, title, None)
    return Watched(known, vk.reads(known))


async def _owner(reader: Caller, wall: Wall) -> tuple[int | None, str]:
    number = wall.address.lstrip("-")
    if number.isdigit() and (wall.title or not wall.address.startswith("-")):
        return int(wall.address), wall.title or wall.address
    try:
        answer = await reader.call("groups.getById", group_id=number)
    except VkError as error:
        LOG.info("стена %s: %s", wall.address, error)
        return (int(wall.address), wall.address) if number.isdigit() else (None, wall.address)
    groups = answer.get("groups", []) if isinstance(answer, dict) else answer
    if not groups:
        return None, wall.address
    return -int(groups[0]["id"]), wall.title or str(groups[0].get("name", wall.address))
