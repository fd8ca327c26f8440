"""Load the names of places when the start is over.

Half a second of a processor that the first press need not wait for.
"""

import asyncio
import gc
import threading

from nlp.places.lazy_book import LazyBook

AFTER_START = 5.0  # real seconds; who names a place before that waits for them
ONE_AT_A_TIME = threading.Lock()  # of all districts of the process: each takes the processor from who answers


class WarmPlaces:
    """Loads them in a thread, so that whoever names a place later does not wait."""

    def __init__(self, places: LazyBook) -> None:
        self._places = places

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.sleep(AFTER_START)
        await asyncio.to_thread(self._warm)
        gc.freeze()  # they stay to the end, see `until_signal`
        await asyncio.Event().wait()

    def _warm(self) -> None:
        with ONE_AT_A_TIME:
            self._places.warm()
