"""A stand-in for the network's API."""

from collections.abc import AsyncIterator

import pytest

from tests.kit.ok import FakeOk, open_ok


@pytest.fixture
async def ok() -> AsyncIterator[FakeOk]:
    async with open_ok() as fake:
        fake.topics()
        fake.comments()
        yield fake
