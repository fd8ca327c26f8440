"""The district's word over its norms and over the advice before sending."""

from collections.abc import Sequence
from typing import Protocol

from incidents.norms_said import NormWord


class NormWords(Protocol):
    """Part of the Transaction."""

    async def norm_words(self) -> Sequence[NormWord]:
        """All words that hold, by key."""
        ...

    async def say_norm(self, word: NormWord) -> None:
        """Insert or replace."""
        ...

    async def unsay_norm(self, key: str) -> bool:
        """The file holds again; False: nothing was said."""
        ...
