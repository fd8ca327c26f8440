"""Fixtures of the edges: a VK that says what was recorded, and our client on it."""

from collections.abc import AsyncIterator

import pytest

from collectors.vk.client import VkClient
from tests.kit.vk.fake import FakeVk, client_of, open_vk


@pytest.fixture
async def vk() -> AsyncIterator[FakeVk]:
    async with open_vk() as fake:
        yield fake


@pytest.fixture
async def client(vk: FakeVk) -> AsyncIterator[VkClient]:
    made = client_of(vk)
    yield made
    made.close()
