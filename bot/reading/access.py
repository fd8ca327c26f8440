"""What this process needs of each network that it reads."""

from typing import Protocol

from incidents.posts import Collector, Source
from incidents.sources.networks import NetworkKind
from incidents.sources.source_links import FoundWall


class Access(Protocol):
    """A network in this process: its clients, by the keys of the settings."""

    @property
    def kind(self) -> NetworkKind:
        """What the network says of itself."""

    async def look(self, address: str) -> FoundWall:
        """What stands at an address that somebody named. Raises SourceBroken that says why it cannot be read."""

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a source that was added in the chat; None without keys, or for another network."""
