"""Posts of the administration on its own wall, by the editor's token.

VK gives wall.post to people only; proved by reading the wall.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import ODD, VkError
from collectors.vk.items import Ref, plain
from collectors.vk.photos import upload_photo
from collectors.vk.publisher import PHOTOS_REFUSED, SKEW, outcome_of, same
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

NEWEST = 50  # posts of the wall that are looked through
NO_EDITOR = "для постов нужен ключ редактора сообщества, VK__USER_TOKEN"
REFUSED = {
    15: "у ключа редактора нет права писать на стене сообщества",
    27: NO_EDITOR,
    28: NO_EDITOR,
    100: "текст поста не подходит",
    214: "на стене больше нельзя писать сегодня, или у ключа редактора нет на это права",
    222: "ссылки в постах здесь запрещены",
}


class VkPoster:
    """The wall of the community `group_id` as a Publisher: whatever it is given to answer, the text goes out as one post.

    `editor`: a user token of the community's editor; without it every post is for a person to put there.
    """

    def __init__(self, reader: Caller, group_id: int, *, editor: VkClient | None) -> None:
        self._reader, self._editor, self._owner_id = reader, editor, -abs(group_id)

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Write the post in the community's name. What may have arrived is never sent again by itself."""
        if self._editor is None:
            return NotAllowed(user_text=NO_EDITOR)
        try:
            answer = await self._editor.call(
                "wall.post",
                owner_id=self._owner_id,
                from_group=1,
                message=text,
                guid=guid,
                attachments=",".join(attachments) or None,
            )
            return self._published(int(answer["post_id"]))
        except VkError as error:
            if attachments and error.code in PHOTOS_REFUSED:
                again = await self.publish(post, text, guid=guid)
                return replace(again, bare=True) if isinstance(again, Published) else again
            outcome = outcome_of(error)
            return NotAllowed(user_text=REFUSED.get(error.code or 0, outcome.user_text)) if isinstance(outcome, NotAllowed) else outcome
        except (KeyError, TypeError, ValueError):
            return Unclear(because=ODD.answer)

    async def upload(self, post: Post, photo: bytes) -> str:
        """Upload for the wall."""
        if self._editor is None:
            raise PhotoRefused(NO_EDITOR)
        return await upload_photo(self._editor, abs(self._owner_id), photo)

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """Our post with this text, not older than `since` (within the clocks' skew)."""
        try:
            answer = await self._reader.call("wall.get", owner_id=self._owner_id, count=NEWEST, filter="owner")
            items: list[dict[str, Any]] = answer["items"]  # Any: VK's JSON
            wanted, oldest = same(text), (since - SKEW).timestamp()
            for item in items:
                ours = item["from_id"] == self._owner_id and item["date"] >= oldest and not item.get("is_deleted")
                if ours and same(plain(item.get("text"))) == wanted:
                    return self._published(item["id"])
        except VkError as error:
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        return None

    def _published(self, post_id: int) -> Published:
        placed = Ref(self._owner_id, post_id)
        return Published(external_id=str(placed), url=placed.url)
