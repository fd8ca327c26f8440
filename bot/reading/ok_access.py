"""Odnoklassniki in this process: one client for all groups of the chat."""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.config.settings_networks import OkSettings
from collectors.ok.client import Keys, OkClient
from collectors.ok.group import OkGroup
from collectors.ok.items import GROUP
from collectors.ok.look import NO_KEYS, look_at_group
from collectors.ok.network import KIND
from collectors.ok.pace import Tempo
from incidents.posts import Collector, Network, Source, SourceBroken
from incidents.sources.networks import NetworkKind
from incidents.sources.source_links import FoundWall

LOG = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OkAccess:
    """Reads groups where all three keys are set; answers nobody: the method for that is in no page of the network's docs any more."""

    kind: NetworkKind = KIND

    def __init__(self, settings: OkSettings, clock: Clock) -> None:
        self._clock = clock
        self.client = client_of(settings, clock)
        host = urlsplit(settings.api_base).hostname or ""
        self.photo_hosts: Sequence[str] = (host,) if host in LOOPBACK else ()
        if self.client is None and settings.missing != OkSettings().missing:
            LOG.warning("Одноклассники читать нечем: не заданы %s", ", ".join(settings.missing))

    async def look(self, address: str) -> FoundWall:
        """The group at an address that somebody named. Raises SourceBroken."""
        if self.client is None:
            raise SourceBroken(NO_KEYS, fatal=True)
        return await look_at_group(self.client, address)

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a group; None without keys, or for another network."""
        number = source.external_id.removeprefix(GROUP)
        if self.client is None or source.network is not Network.OK or not number.isdigit():
            return None
        return OkGroup(self.client, number, now=self._clock.now)

    async def close(self) -> None:
        """Let the connections go."""
        if self.client is not None:
            await self.client.close()


def client_of(settings: OkSettings, tempo: Tempo | None = None) -> OkClient | None:
    """Who asks; None where a key is missing."""
    key, token, secret = settings.application_key, settings.access_token, settings.session_secret
    if key is None or token is None or secret is None:
        return None
    keys = Keys(application_key=key.get_secret_value(), access_token=token, session_secret=secret)
    return OkClient(keys, api_base=settings.api_base, tempo=tempo)
