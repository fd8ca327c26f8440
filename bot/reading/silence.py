"""Silence of a network: nothing of it can be read."""

from collections import Counter
from collections.abc import Sequence

from incidents.ids import SourceId
from incidents.posts import Network, Source, SourceBroken
from incidents.sources.source_links import FOUND

ENOUGH = 3
"""Failures in a row, of all its sources together, before a network that may come back by itself counts as silent."""


class Silence:
    """Notes how sweeps end. A network is silent when its key is refused or when every source of it fails.

    What is searched for (`FOUND`) may have the editor's key, and walls are read without it: it is a broken source, no silence.
    """

    def __init__(self) -> None:
        self._read: dict[SourceId, Network] = {}  # that are to be read now
        self._failing: dict[SourceId, SourceBroken] = {}
        self._times: Counter[SourceId] = Counter()
        self._has_read = False  # something, in this process

    def watch(self, sources: Sequence[Source]) -> None:
        """These are to be read."""
        self._read = {source.id: source.network for source in sources if not _is_found(source)}
        self._failing = {id: error for id, error in self._failing.items() if id in self._read}

    def failed(self, source: Source, error: SourceBroken) -> None:
        """A sweep of it failed."""
        if not _is_found(source):
            self._failing[source.id] = error
            self._times[source.id] += 1

    def read(self, source: Source) -> None:
        """A sweep of it went well."""
        if _is_found(source):
            return
        self._failing.pop(source.id, None)
        del self._times[source.id]
        self._has_read = True

    def sign(self) -> str | bool:
        """Why nothing of a network is read; True while something of each is, False while nothing is known."""
        for network in dict.fromkeys(self._read.values()):
            if because := self._because(network):
                return because
        return self._has_read

    def _because(self, network: Network) -> str | None:
        theirs = [id for id, of in self._read.items() if of is network]
        failing = {id: self._failing[id] for id in theirs if id in self._failing}
        refused = [error.user_text for error in failing.values() if error.token]
        if refused:
            return refused[0]
        is_all = len(failing) == len(theirs) and sum(self._times[id] for id in failing) >= ENOUGH
        is_told = all(error.fatal for error in failing.values()) and len(self._failing) < len(self._read)  # of each by itself
        return Counter(error.user_text for error in failing.values()).most_common(1)[0][0] if is_all and not is_told else None


def _is_found(source: Source) -> bool:
    return source.network is Network.VK and source.external_id in FOUND
