"""Several tokens of one kind as one caller.

The one that has called least is asked first; where it must rest (captcha, flood, the day's quota), the next one is.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from collectors.vk.client import VkClient
from collectors.vk.errors import VkError


class VkTokens:
    """Reading tokens. Each has its own thread, pace and circuits; a writing call is not for them."""

    def __init__(self, clients: Sequence[VkClient]) -> None:
        if not clients:
            raise ValueError("no tokens")
        self.clients = tuple(clients)
        self._made = [Counter[str]() for _ in self.clients]

    async def call(self, method: str, **params: object) -> Any:  # Any: what VK's JSON holds
        """Ask by the least used token that may. Raises the first one's VkError when none may."""
        order = sorted(range(len(self.clients)), key=lambda number: self._made[number][method])
        first: VkError | None = None
        for number in order:
            try:
                self._made[number][method] += 1
                return await self.clients[number].call(method, **params)
            except VkError as error:
                if error.policy.pause is None and not error.policy.token:
                    raise
                first = first or error
        assert first is not None
        raise first
