"""One reader for all districts of a process: requests name their district."""

from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from bot.reading.learned import Learned
from bot.reading.post_reader import PostReader, Read, ToRead, reading_of
from bot.reading.reader import ReaderProcess
from incidents.posts import StoredPost
from incidents.reading import Reading

NOWHERE = Path("none")  # the child begins without places; those of a district come with its first post


class SharedReader:
    """A child that reads for several districts in turn. `command`: another reader than ours."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._process = ReaderProcess(NOWHERE, command)

    def of(self, profile: Path) -> "ReaderOfDistrict":
        """The reader of one district, that knows the base alone until it is taught."""
        found = ReaderOfDistrict(self._process, self._process.learned_of(profile))
        found.teach(None)
        return found

    async def close(self) -> None:
        """End the child."""
        await self._process.close()


class ReaderOfDistrict(PostReader):
    """A district's share in the child."""

    def __init__(self, process: ReaderProcess, learned: Learned) -> None:
        self._process, self._learned = process, learned

    @override
    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        return reading_of(await self.read_some([ToRead(post, answer, fast)]))

    @override
    async def read_some(self, asked: Sequence[ToRead]) -> Sequence[Read]:
        return await self._process.read_some_of(self._learned, asked)

    @override
    def teach(self, layer: bytes | None) -> None:
        self._process.teach_of(self._learned, layer)

    @override
    async def warm(self) -> None:
        await self._process.warm()

    @override
    def sign(self) -> str | bool:
        return self._learned.broken or self._process.sign()

    @override
    async def close(self) -> None:
        """Nothing to close: the others go on reading."""
