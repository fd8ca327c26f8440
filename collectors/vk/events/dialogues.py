"""Private messages that no event told of, read from the dialogues themselves.

Source: messages.getConversations and messages.getHistory of VK's published schema (VKCOM/vk-api-schema, 5.199).
"""

from collections.abc import Sequence
from datetime import datetime

from collectors.vk.attachments import Item
from collectors.vk.client import VkClient
from collectors.vk.errors import ODD, VkError
from collectors.vk.events.news import CHATS, message_post
from collectors.vk.items import objects
from incidents.posts import Post, SourceBroken

PAGE = 200
MOST = 10  # pages of dialogues, and of one dialogue


class Dialogues:
    """Dialogues of the community `group_id`, by its own token."""

    def __init__(self, writer: VkClient, group_id: int) -> None:
        self._writer, self._group_id = writer, abs(group_id)

    async def written(self, since: datetime) -> Sequence[Post]:
        """What residents wrote since then, the oldest first. Raises SourceBroken."""
        try:
            return await self._written(int(since.timestamp()))
        except VkError as error:
            raise error.as_broken() from None
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
            raise SourceBroken(ODD.source) from None

    async def _written(self, since: int) -> Sequence[Post]:
        found = [item for peer in await self._peers(since) for item in await self._history(peer, since)]
        posts = [post for item in sorted(found, key=_moment) if (post := message_post(item, self._group_id)) is not None]
        return list({post.external_id: post for post in posts}.values())

    async def _peers(self, since: int) -> Sequence[int]:
        """Residents with whom something was written since then: VK gives the liveliest first."""
        peers: dict[int, None] = {}
        for page in range(MOST):
            answer = await self._writer.call("messages.getConversations", count=PAGE, offset=page * PAGE, filter="all")
            rows = [(int(each["conversation"]["peer"]["id"]), each.get("last_message") or {}) for each in answer["items"]]
            fresh = [peer for peer, last in rows if int(last.get("date", 0)) >= since]
            peers |= dict.fromkeys(peer for peer in fresh if 0 < peer < CHATS)
            if len(fresh) < len(rows) or len(rows) < PAGE:
                break
        return list(peers)

    async def _history(self, peer: int, since: int) -> Sequence[Item]:
        found: list[Item] = []
        for page in range(MOST):
            answer = await self._writer.call("messages.getHistory", peer_id=peer, count=PAGE, offset=page * PAGE)
            items = objects(answer["items"])
            fresh = [item for item in items if _moment(item)[0] >= since]
            found += fresh
            if len(fresh) < len(items) or len(answer["items"]) < PAGE:
                break
        return found


def _moment(item: Item) -> tuple[int, int]:
    return int(item["date"]), int(item["id"])
