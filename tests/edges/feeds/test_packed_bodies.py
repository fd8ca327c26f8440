"""What comes packed is counted packed and unpacked, and ends where the packing ends."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable

import pytest

from collectors.fetch import TOO_BIG, Caps, NotFetched, fetch
from tests.kit.feeds import Site, open_site

CAPS = Caps(limit=200_000, timeout=5.0, allow_hosts=("127.0.0.1",))
TAIL = b"\0" * 100_000


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as made:
        yield made


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)], ids=["gzip", "deflate"])
async def test_what_follows_a_packed_body_is_no_part_of_it(site: Site, packing: str, pack: Callable[[bytes], bytes]) -> None:
    site.say(pack(b"words") + TAIL, Content_Encoding=packing)
    assert (await fetch(f"{site.base}/", CAPS)).body == b"words"


async def test_a_tail_without_end_is_not_waited_for(site: Site) -> None:
    packed = gzip.compress(b"words")
    site.say(packed + TAIL * 50, Content_Encoding="gzip")
    seen: list[int] = []
    whole = zlib.decompressobj

    class Counting:
        """Counts what is given to be unpacked."""

        def __init__(self, bits: int) -> None:
            self.inner = whole(bits)

        @property
        def eof(self) -> bool:
            return self.inner.eof

        def decompress(self, chunk: bytes, most: int) -> bytes:
            seen.append(len(chunk))
            return self.inner.decompress(chunk, most)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("collectors.fetch.zlib.decompressobj", Counting)
        assert (await fetch(f"{site.base}/", CAPS)).body == b"words"
    assert len(seen) == 1


async def test_a_body_that_is_larger_packed_than_unpacked_ends_at_the_cap_too(site: Site) -> None:
    empty = zlib.compressobj(wbits=31)
    packed = b"".join(empty.compress(b"a") + empty.flush(zlib.Z_FULL_FLUSH) for _ in range(60_000)) + empty.flush()
    assert len(packed) > CAPS.limit > len(gzip.decompress(packed))
    site.say(packed, Content_Encoding="gzip")
    with pytest.raises(NotFetched, match=TOO_BIG):
        await fetch(f"{site.base}/", CAPS)
