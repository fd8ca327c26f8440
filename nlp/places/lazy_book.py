"""The gazetteer for officials, loaded when it is first asked."""

from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock

from incidents.places.values import PlaceBook, Spot
from nlp.district_files import District


class LazyBook:
    """Loads itself when it is first asked, or before that by `warm`: what never asks for places does not wait for them."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._lock = Lock()
        self._book: PlaceBook | None = None

    def warm(self) -> None:
        """Load now: half a second, to be called in a thread."""
        from nlp.places.place_book import Book  # noqa: PLC0415 - natasha is imported with it: half a second that most commands do not need

        with self._lock:
            if self._book is None:
                self._book = Book(self._district)

    def find(self, words: str, *, near: str | None = None) -> Sequence[Spot]:
        """See PlaceBook."""
        return self._loaded().find(words, near=near)

    def at(self, lat: float, lon: float) -> Spot | None:
        """See PlaceBook."""
        return self._loaded().at(lat, lon)

    def of(self, id: str) -> Spot | None:
        """See PlaceBook."""
        return self._loaded().of(id)

    def settlements(self) -> Sequence[Spot]:
        """See PlaceBook."""
        return self._loaded().settlements()

    def is_named_in(self, text: str) -> bool:
        """See PlaceBook."""
        return self._loaded().is_named_in(text)

    def edition(self) -> str:
        """Of the list of towns and villages: another one where a name is added or taken away. Loads nothing."""
        rows = sorted((row.id, row.name, row.aliases) for row in self._district.places.values() if row.kind == "settlement")
        return blake2b(repr(rows).encode(), digest_size=8).hexdigest()

    def _loaded(self) -> PlaceBook:
        self.warm()
        assert self._book is not None
        return self._book
