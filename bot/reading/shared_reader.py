"""One reader for all districts of a process: requests name their district."""

from collections.abc import Sequence
from pathlib import Path

from bot.reading.reader import Learned, ReaderProcess
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


class ReaderOfDistrict:
    """A district's share in the child; see ReaderProcess."""

    def __init__(self, process: ReaderProcess, learned: Learned) -> None:
        self._process, self._learned = process, learned

    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        """Read a post of this district. Raises as ReaderProcess does."""
        return await self._process.read(post, answer=answer, fast=fast, of=self._learned)

    def teach(self, layer: bytes | None) -> None:
        """This district alone reads with it."""
        self._process.teach(layer, of=self._learned)

    async def warm(self) -> None:
        """Start the child if nobody has. Raises ReaderNotStarted."""
        await self._process.warm()

    def sign(self) -> str | bool:
        """Whether the child starts and reads."""
        return self._process.sign()

    async def close(self) -> None:
        """Nothing to close: the others go on reading."""
