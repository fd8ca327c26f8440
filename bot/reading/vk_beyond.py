"""What is found in VK beyond the walls: search and mentions."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.config.district import District
from bot.reading.collect import Watched
from bot.reading.vk_access import VkAccess
from bot.storage.engine.storage import Storage
from collectors.vk.found.mentions import VkMentions
from collectors.vk.found.search import VkSearch
from incidents.posts import Network, Source
from incidents.sources.source_links import MENTIONS, SEARCH


async def watch_beyond(storage: Storage, vk: VkAccess, district: District, clock: Clock) -> Sequence[Watched]:
    """Search where the district has questions and a key can ask them; mentions where the editor's key is.

    A service key asks first: the editor's, which VK refuses more often, then stops mentions alone.
    """
    found: list[Watched] = []
    finder = vk.reader or vk.editor
    if finder is not None and district.questions:
        search = VkSearch(
            finder,
            district.questions,
            now=clock.now,
            walls=lambda: vk.walls,
            names=district.places.is_named_in,
            own_group=vk.own_group,
            tokens=len(vk.reader.clients) if vk.reader is not None else 1,
        )
        found.append(Watched(await _kept(storage, SEARCH, "Поиск по ВК"), search))
    if vk.editor is not None and vk.own_group is not None:
        mentions = VkMentions(vk.editor, vk.own_group, now=clock.now, walls=lambda: vk.walls)
        found.append(Watched(await _kept(storage, MENTIONS, "Упоминания в ВК"), mentions))
    return found


async def _kept(storage: Storage, address: str, title: str) -> Source:
    """The source, known or new. What the chat said of it stays."""
    async with storage.transaction() as tx:
        known = await tx.sources.all(removed=True)
        same = next((each for each in known if (each.network, each.external_id) == (Network.VK, address)), None)
        return same or await tx.sources.add(Network.VK, address, title, None)
