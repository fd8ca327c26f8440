"""Posts and comments that mention the administration's community.

Source: newsfeed.getMentions (a user token only, `owner_id`, ≤ 50 a call) of VK's published schema (VKCOM/vk-api-schema, 5.199).
"""

from collections.abc import Callable, Collection
from datetime import datetime

from collectors.vk.attachments import Item
from collectors.vk.client import VkClient
from collectors.vk.errors import ODD, VkError
from collectors.vk.found.memory import FoundMemory
from collectors.vk.found.posts import fresh_of, posts_of
from collectors.vk.items import objects
from incidents.posts import Batch, SourceBroken

PAGE = 50
MAX_PAGES = 10
LAG = 3600  # seconds after which VK knows a mention at the latest: asked for again, told once
EVERY = 600.0  # scenario seconds between two looks
LINE = "упоминания спрашиваем раз в 10 мин"
_QUESTION = "mentions"


class VkMentions:
    """Asks by the editor's token. `walls`: read anyway, so a mention there is known."""

    def __init__(self, editor: VkClient, group_id: int, *, now: Callable[[], datetime], walls: Callable[[], Collection[int]]) -> None:
        self._editor, self._group_id, self._now, self._walls = editor, abs(group_id), now, walls

    async def fetch(self, cursor: str | None) -> Batch:
        """Mentions since the last look. Raises SourceBroken."""
        now = int(self._now().timestamp())
        memory = FoundMemory.load(cursor, now=now)
        since = memory.since(_QUESTION) - LAG
        try:
            items = await self._pages(since)
        except VkError as error:
            raise error.as_broken() from None
        except (LookupError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        own = {-self._group_id, *self._walls()}
        news = fresh_of(posts_of(items, self._group_id), memory, since=since, walls=own, names=lambda _text: True)
        memory.asked[_QUESTION] = now
        return Batch(posts=tuple(news), cursor=memory.dump(), again_in=EVERY, quota=LINE)

    async def _pages(self, since: int) -> list[Item]:
        found: list[Item] = []
        for page in range(MAX_PAGES):
            asked = {"owner_id": -self._group_id, "start_time": since, "count": PAGE, "offset": page * PAGE}
            answer = await self._editor.call("newsfeed.getMentions", **asked)
            found += objects(answer["items"])
            if not answer["items"] or (page + 1) * PAGE >= answer["count"]:
                break
        return found
