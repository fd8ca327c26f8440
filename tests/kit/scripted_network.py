"""Scripted network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

COMMENT = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")
Result = Published | NotAllowed | Unclear | TryLater


@dataclass
class ScriptedNetwork:
    """Says in order; the last stays. `finds`: what a look into the thread sees."""

    results: list[Result] = field(default_factory=lambda: [COMMENT])
    finds: list[Published | SourceBroken | None] = field(default_factory=lambda: [COMMENT])
    guids: list[str] = field(default_factory=list)
    looks: int = 0
    attached: list[tuple[str, ...]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    refuses_photos: bool = False

    async def publish(self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()) -> Result:
        self.guids.append(guid)
        self.attached.append(tuple(attachments))
        return self.results.pop(0) if len(self.results) > 1 else self.results[0]

    async def upload(self, post: Post, photo: bytes) -> str:
        if self.refuses_photos:
            raise PhotoRefused("нет")
        self.uploads.append(photo)
        return f"photo-1_{len(self.uploads)}"

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        self.looks += 1
        found = self.finds.pop(0) if len(self.finds) > 1 else self.finds[0]
        if isinstance(found, SourceBroken):
            raise found
        return found
