"""Answers under posts: one comment, proved by reading the thread.

By the community's token, proved with another one.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from collectors.vk.boards.answers import comment_in, find_in, why_not
from collectors.vk.boards.items import TopicRef, topic_ref_of
from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import ODD, VkError
from collectors.vk.items import Ref, plain, ref_of
from collectors.vk.photos import upload_photo
from collectors.vk.thread import read_thread
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

SOON = 60.0  # scenario seconds until a refused connection is worth another try
PHOTOS_REFUSED = frozenset({15, 27, 100})  # may be said because of the photos: the text is worth another try without them
SKEW = timedelta(minutes=5)  # VK's clock and ours: an answer must not be missed, a second one would be public


class VkPublisher:
    """Writes in the community's name, looks by a service token (`reader`).

    On the community's own wall its token writes (`writer`); VK refuses that token elsewhere, so on other walls the token of the
    community's editor does (`editor`, a user token), where there is one.
    """

    def __init__(self, writer: VkClient, reader: Caller, group_id: int, *, editor: VkClient | None = None) -> None:
        self._writer = writer
        self._editor = editor or writer
        self._reader = reader
        self._group_id = abs(group_id)

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Comment the post or reply to the comment in the community's name. What may have arrived is never sent again by itself."""
        try:
            ref = topic_ref_of(post.external_id) or ref_of(post.external_id)
        except ValueError:
            return NotAllowed(user_text="это не пост ВКонтакте")
        if isinstance(ref, TopicRef) and (because := why_not(ref, self._group_id, self._editor)) is not None:
            return NotAllowed(user_text=because)
        try:
            placed = await self._placed(ref, text, guid, attachments)
        except VkError as error:
            if attachments and error.code in PHOTOS_REFUSED:
                again = await self.publish(post, text, guid=guid)
                return replace(again, bare=True) if isinstance(again, Published) else again
            return outcome_of(error)
        except (KeyError, TypeError, ValueError):
            return Unclear(because=ODD.answer)
        return Published(external_id=str(placed), url=placed.url)

    async def _placed(self, ref: Ref | TopicRef, text: str, guid: str, attachments: Sequence[str]) -> Ref | TopicRef:
        if isinstance(ref, TopicRef):
            return await comment_in(self._editor, ref, text, guid, attachments)
        return await self._comment(ref, text, guid, attachments)

    async def _comment(self, ref: Ref, text: str, guid: str, attachments: Sequence[str]) -> Ref:
        client = self._writer if ref.owner_id == -self._group_id else self._editor
        answer = await client.call(
            "wall.createComment",
            owner_id=ref.owner_id,
            post_id=ref.post_id,
            reply_to_comment=ref.comment_id,
            from_group=self._group_id,
            message=text,
            guid=guid,
            attachments=",".join(attachments) or None,
        )
        return Ref(ref.owner_id, ref.post_id, int(answer["comment_id"]))

    async def upload(self, post: Post, photo: bytes) -> str:
        """Upload for a wall comment, by the editor's token: VK gives no upload address to a community's own."""
        if self._editor.kind != "user":
            raise PhotoRefused("для фото нужен ключ редактора сообщества")
        return await upload_photo(self._editor, self._group_id, photo)

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """Our comment with this text at this very place of the thread, not older than `since` (within the clocks' skew)."""
        try:
            topic = topic_ref_of(post.external_id)
            if topic is not None:
                found = await find_in(self._reader, topic, text, since=since - SKEW) if topic.group_id == self._group_id else None
                return Published(external_id=str(found), url=found.url) if found is not None else None
            ref = ref_of(post.external_id)
            thread = await read_thread(self._reader, Ref(ref.owner_id, ref.post_id))
        except VkError as error:
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        wanted = same(text)
        for comment_id, comment in sorted(thread.comments.items(), reverse=True):
            ours = comment.author_id == str(-self._group_id) and comment.published_at >= since - SKEW
            if ours and _stands_at(comment, ref) and same(comment.text) == wanted:
                placed = Ref(ref.owner_id, ref.post_id, comment_id)
                return Published(external_id=str(placed), url=placed.url)
        return None


def same(text: str) -> str:
    """A text as it is compared: VK trims it, joins spaces and lines and drops what has no width."""
    visible = "".join(letter for letter in unicodedata.normalize("NFC", plain(text)) if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def _stands_at(comment: Post, ref: Ref) -> bool:
    return comment.reply_to_external_id == (str(ref) if ref.comment_id else None)


def outcome_of(error: VkError) -> NotAllowed | Unclear | TryLater:
    """What a writing call that failed means for the text."""
    policy = error.policy
    if not policy.sure:
        return Unclear(because=policy.answer)
    if error.code is None or policy.retry or policy.pause is not None:
        return TryLater(seconds=error.wait or SOON, because=policy.answer, is_barred=policy.pause is not None)
    return NotAllowed(user_text=policy.answer)
