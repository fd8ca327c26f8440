"""Answers to residents who wrote to the community itself.

A message into the same dialogue, never the first one; proved by reading the dialogue.
Source: messages.send, messages.getHistory and errors 900–950 of VK's published schema (VKCOM/vk-api-schema, 5.199).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from collectors.vk.client import VkClient
from collectors.vk.errors import ODD, VkError
from collectors.vk.events.news import message_id
from collectors.vk.items import SITE, objects
from collectors.vk.publisher import SKEW, outcome_of, same
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

NEWEST = 200  # messages of the dialogue in which an answer is looked for
NO_RIGHT = "ключу сообщества не хватает права «сообщения»"
REFUSED = {
    7: NO_RIGHT,
    15: NO_RIGHT,
    27: "для сообщений нужен ключ сообщества",
    28: "для сообщений нужен ключ сообщества",
    100: "текст сообщения не подходит",
    104: "ВКонтакте не нашёл этот диалог",
}
_ID = re.compile(r"im(\d{1,18})_(\d{1,18})_(\d{1,18})")


class VkMessages:
    """Writes to residents in the community's name, by its own token, and looks by the same."""

    def __init__(self, writer: VkClient, group_id: int) -> None:
        self._writer, self._group_id = writer, abs(group_id)

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Answer the resident's message. VK makes one message of equal `random_id`, which the guid gives."""
        peer = self._peer(post)
        if peer is None:
            return NotAllowed(user_text="это не сообщение сообществу")
        try:
            sent = await self._writer.call("messages.send", peer_id=peer, message=text, random_id=random_id(guid), dont_parse_links=True)
            return Published(external_id=message_id(self._group_id, peer, int(sent)), url=self._url(peer))
        except VkError as error:
            outcome = outcome_of(error)
            return NotAllowed(user_text=REFUSED.get(error.code or 0, outcome.user_text)) if isinstance(outcome, NotAllowed) else outcome
        except (TypeError, ValueError, OverflowError):
            return Unclear(because=ODD.answer)

    async def upload(self, post: Post, photo: bytes) -> str:
        """No photos go into dialogues."""
        raise PhotoRefused("в личные сообщения фото не отправляем")

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """Our message with this very text in the dialogue, not older than `since` (within the clocks' skew)."""
        peer = self._peer(post)
        try:
            answer = await self._writer.call("messages.getHistory", peer_id=peer, count=NEWEST) if peer else {"items": []}
            for item in objects(answer["items"]):
                is_ours = item.get("out") == 1 and datetime.fromtimestamp(item["date"], UTC) >= since - SKEW
                if is_ours and same(item["text"]) == same(text):
                    return Published(external_id=message_id(self._group_id, int(peer or 0), item["id"]), url=self._url(int(peer or 0)))
        except VkError as error:
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, OSError):
            raise SourceBroken(ODD.source) from None
        return None

    def _peer(self, post: Post) -> int | None:
        """Who wrote; nobody where the message was to another community."""
        match = _ID.fullmatch(post.external_id)
        return int(match[2]) if match is not None and int(match[1]) == self._group_id else None

    def _url(self, peer: int) -> str:
        return f"{SITE}/gim{self._group_id}?sel={peer}"


def random_id(guid: str) -> int:
    """A number of VK's size for a guid: the same for the same one, never 0 (which VK takes for none)."""
    return int.from_bytes(blake2b(guid.encode(), digest_size=4).digest(), "big") % (2**31 - 1) + 1
