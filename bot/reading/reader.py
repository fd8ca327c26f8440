"""The reader as a child process: JSON lines over stdin and stdout.

It is restarted with backoff and dies with us (EOF).
"""

import asyncio
import base64
import contextlib
import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.reading.learned import Learned
from bot.reading.post_reader import PostReader, Read, ReaderDown, ReaderNotStarted, ToRead, UnreadablePost, reading_of
from incidents.posts import StoredPost
from incidents.reading import Reading
from nlp.wire import reading_from_json

LOG = logging.getLogger(__name__)

START = 60.0  # real seconds to load the models
ANSWER = 30.0  # real seconds a post: far above the slowest one
BACK_OFF = (0.5, 2.0, 5.0, 15.0, 60.0)  # real seconds
PLACES_AGAIN = 15.0  # real seconds before places that could not be read are tried again
AHEAD = 32 * 1024  # bytes of questions that wait in the pipe at most, but for one that is longer
LINE = 64 * 1024 * 1024  # bytes of one answer at most


class ReaderProcess(PostReader):
    """One child, asked post by post: whoever comes meanwhile waits for their turn. `command`: another reader than ours."""

    def __init__(self, profile: Path, command: Sequence[str] | None = None) -> None:
        self._command = command or (sys.executable, "-m", "nlp", "--district", str(profile))
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()  # an answer must not be taken for another question's
        self._failures = 0
        self._not_started: str | None = None  # why the last start failed
        self._learned: dict[str, Learned] = {}
        self._own = self.learned_of(profile)

    def learned_of(self, profile: Path) -> Learned:
        """The place of what a district learned; the same one each time."""
        return self._learned.setdefault(str(profile), Learned(str(profile)))

    @override
    def teach(self, layer: bytes | None) -> None:
        self.teach_of(self._own, layer)

    def teach_of(self, learned: Learned, layer: bytes | None) -> None:
        """The same for another district."""
        learned.layer, learned.is_known = layer, False

    @override
    async def warm(self) -> None:
        async with self._turn:
            if self._child is None:
                await self._start()

    @override
    def sign(self) -> str | bool:
        return self._not_started or (self._child is not None and self._failures == 0)

    @override
    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        return reading_of(await self.read_some([ToRead(post, answer, fast)]))

    @override
    async def read_some(self, asked: Sequence[ToRead]) -> Sequence[Read]:
        return await self.read_some_of(self._own, asked)

    async def read_some_of(self, learned: Learned, asked: Sequence[ToRead]) -> Sequence[Read]:
        """The same for a district, up to the first that the child dies over.

        It has the next questions while it reads one, so that it waits for nobody; no more of them than a pipe holds.
        """
        async with self._turn:
            found: list[Read] = []
            try:
                child = await self._ready(learned)
                lines = [_line_of(_question(learned.district, each)) for each in asked]
                written = ahead = 0  # lines, bytes that are not answered
                for turn, each in enumerate(asked):
                    while written < len(lines) and (written <= turn or ahead + len(lines[written]) <= AHEAD):
                        await _put(child, lines[written])
                        ahead += len(lines[written])
                        written += 1
                    found.append(await self._answer(child, learned, each.post))
                    ahead -= len(lines[turn])
            except (OSError, TimeoutError, ValueError, EOFError) as error:
                await self.close()
                found.append(ReaderDown(type(error).__name__))
            except ReaderDown as error:
                found.append(error)
            except BaseException:  # also a cancellation: answers on their way would be taken for the next posts'
                await self.close()
                raise
            return found

    async def _ready(self, learned: Learned) -> asyncio.subprocess.Process:
        """The child, that knows what the district learned. Raises ReaderNotStarted."""
        if (broken := learned.broken_within(PLACES_AGAIN)) is not None:
            raise ReaderNotStarted(broken)
        child = self._child or await self._start()
        if not learned.is_known:
            async with asyncio.timeout(ANSWER):
                await self._tell(child, learned)
        return child

    async def _answer(self, child: asyncio.subprocess.Process, learned: Learned, post: StoredPost) -> Read:
        """The next line. Raises ReaderDown, and what a pipe raises."""
        async with asyncio.timeout(ANSWER):
            said = await _line(child)
        if said.get("id") != post.id:
            await self.close()
            raise ReaderDown("answered another post")
        self._failures = 0
        if said.get("no_district"):
            return ReaderNotStarted(learned.lacks_places(str(said.get("error"))))
        learned.broken = None
        if "error" in said:
            return UnreadablePost(str(said["error"]))
        try:
            return reading_from_json(said)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return UnreadablePost(f"no reading: {type(error).__name__}")

    @override
    async def close(self) -> None:
        """End the child: EOF first, then a signal."""
        child, self._child = self._child, None
        if child is None or child.returncode is not None:
            return
        if child.stdin is not None:
            child.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        if self._failures:
            await asyncio.sleep(BACK_OFF[min(self._failures, len(BACK_OFF)) - 1])
        self._failures += 1
        try:
            child = await self._try_to_start()
        except ReaderNotStarted as error:
            self._not_started = str(error)
            raise
        self._not_started = None
        return child

    async def _try_to_start(self) -> asyncio.subprocess.Process:
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, **threads, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                limit=LINE,
            )
        except OSError as error:  # no memory, no such program
            raise ReaderNotStarted(f"did not start: {type(error).__name__}") from None
        self._child = child
        for learned in self._learned.values():
            learned.is_known = learned.layer is None
        try:
            async with asyncio.timeout(START):
                ready = await _line(child)
        except (TimeoutError, EOFError, ValueError) as error:
            await self.close()
            raise ReaderNotStarted(f"did not start: {type(error).__name__}") from None
        if not ready.get("ready"):
            await self.close()
            raise ReaderNotStarted("did not start")
        return child

    async def _tell(self, child: asyncio.subprocess.Process, learned: Learned) -> None:
        body = None if learned.layer is None else base64.b64encode(learned.layer).decode()
        await _put(child, _line_of({"layer": body, "district": learned.district}))
        said = await _line(child)
        if said.get("no_district"):
            raise ReaderNotStarted(learned.lacks_places(str(said.get("error"))))
        if (error := said.get("error")) is not None:
            LOG.warning("the reader reads with the base alone: %s", error)
        learned.is_known = True


def _line_of(question: Mapping[str, Any]) -> bytes:  # Any: JSON
    return json.dumps(question, ensure_ascii=True).encode() + b"\n"


async def _put(child: asyncio.subprocess.Process, line: bytes) -> None:
    """A child that has just died still says what it read before: its end is seen where it is silent."""
    assert child.stdin is not None
    with contextlib.suppress(OSError):
        child.stdin.write(line)
        async with asyncio.timeout(ANSWER):
            await child.stdin.drain()


def _question(district: str, asked: ToRead) -> dict[str, Any]:  # Any: JSON
    post = asked.post
    return {
        "id": post.id,
        "text": post.post.whole,
        "community": post.source_title,
        "settlement_id": post.settlement_id,
        "network": post.post.network,
        "author": post.post.author_id,
        "at": post.post.published_at.isoformat(),
        "parent_id": post.parent_id,
        "parent_text": post.parent_text,
        "answer": asked.answer,
        "district": district,
        "fast": asked.fast,
    }


async def _line(child: asyncio.subprocess.Process) -> dict[str, Any]:  # Any: JSON of our own reader
    assert child.stdout is not None
    line = await child.stdout.readline()
    if not line:
        raise EOFError("the reader ended")
    answer = json.loads(line)
    if not isinstance(answer, dict):
        raise ValueError("the reader's line is no object")  # noqa: TRY004 - the same failure as broken JSON
    return answer
