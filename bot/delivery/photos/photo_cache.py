"""Photos of posts as bytes: fetched once, kept for a while, since every chat of a card wants the same ones."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence

from aiogram.exceptions import AiogramError
from aiohttp import ClientError

from bot.telegram.download import TooBig
from collectors.photos import PhotoUnavailable, fetch_photo
from incidents.intake.by_hand import SENT

LOG = logging.getLogger(__name__)

ALBUM = 10
KEEP = 40  # photos in memory


class Photos:
    """A small cache over `fetch_photo`; `allow` names hosts on private addresses (the sandbox), `files` gives what was sent to the bot."""

    def __init__(self, allow: Collection[str] = (), files: Callable[[str], Awaitable[bytes]] | None = None) -> None:
        self._allow, self._files = allow, files
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def fetch(self, urls: Sequence[str]) -> list[bytes]:
        """The photos that could be had, in order."""
        found = [await self._one(url) for url in urls[:ALBUM]]
        return [photo for photo in found if photo is not None]

    async def _one(self, url: str) -> bytes | None:
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        try:
            photo = await self._fetch(url)
        except PhotoUnavailable as error:
            LOG.info("фото не получено: %s", error)
            return None
        self._kept[url] = photo
        while len(self._kept) > KEEP:
            self._kept.popitem(last=False)
        return photo

    async def _fetch(self, url: str) -> bytes:
        if self._files is None or not url.startswith(SENT):
            return await fetch_photo(url, allow_hosts=self._allow)
        try:
            return await self._files(url.removeprefix(SENT))
        except (AiogramError, ClientError, OSError, TimeoutError, TooBig) as error:
            raise PhotoUnavailable(type(error).__name__) from error
