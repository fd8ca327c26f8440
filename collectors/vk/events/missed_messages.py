"""Private messages without an event: read from dialogues after a gap.

Source: messages.getConversations and messages.getHistory of VK's published schema (VKCOM/vk-api-schema, 5.199).
"""

from functools import partial

from collectors.pushed.drain import readable_news
from collectors.vk.attachments import Item
from collectors.vk.client import Caller
from collectors.vk.events.news import CHATS, news_of
from collectors.vk.items import objects
from incidents.posts import Post

PAGE = 200
MAX_PAGES = 5  # a thousand dialogues with something new
SKEW = 300.0  # seconds by which VK's clock may differ from ours


async def missed_messages(client: Caller, group_id: int, since: float) -> list[Post]:
    """What residents wrote after this moment (Unix seconds). Raises VkError, and LookupError or TypeError for an odd answer."""
    found: list[Item] = []
    for peer in await _peers(client, since - SKEW):
        answer = await client.call("messages.getHistory", peer_id=peer, count=PAGE)
        found += [item for item in objects(answer["items"]) if item.get("date", 0) >= since - SKEW]
    posts: list[Post] = []
    for item in sorted(found, key=_order):
        event = {"type": "message_new", "object": {"message": item}}
        posts.extend(readable_news(partial(news_of, event, group_id), "a message of a dialogue").posts)
    return posts


def _order(item: Item) -> tuple[int, int]:
    """As they were written, within one second too."""
    return item["date"], item.get("id", 0)


async def _peers(client: Caller, since: float) -> list[int]:
    """People whose dialogue with the community has something new; VK gives the newest dialogue first."""
    found: list[int] = []
    for page in range(MAX_PAGES):
        answer = await client.call("messages.getConversations", count=PAGE, offset=page * PAGE)
        rows: list[Item] = answer["items"]
        fresh = [row for row in rows if row["last_message"]["date"] >= since]
        found += [int(row["conversation"]["peer"]["id"]) for row in fresh]
        if len(fresh) < PAGE:
            break
    return [peer for peer in found if 0 < peer < CHATS]
