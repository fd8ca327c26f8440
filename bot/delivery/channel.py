"""The messenger as a whole: is it down, or one message refused."""

from collections import Counter
from enum import Enum, auto

from bot.clock import Clock


class ChannelCall(Enum):
    """What is asked of the messenger."""

    SEND = auto()
    EDIT = auto()
    DELETE = auto()
    UPLOAD = auto()


class Channel:
    """What one courier knows of the messenger. `is_down`: the last text did not get through.

    A broken line and a 500 look the same for everybody and for one message alone. The difference is what happens meanwhile: while others
    get through, it is the message. An outage of any length is nobody's failure, since nothing gets through in it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._paused_until = float("-inf")  # by `pace`: a scenario that stands still does not hold the messages
        self._taken: Counter[ChannelCall] = Counter()
        self._failed: dict[tuple[int, ChannelCall], int] = {}
        self.is_down = False

    @property
    def is_paused(self) -> bool:
        """Whether nobody is sent to now."""
        return self._clock.pace() < self._paused_until

    def pause(self, seconds: float) -> None:
        """Nobody is sent to for so long."""
        self._paused_until = max(self._paused_until, self._clock.pace() + seconds)

    def took(self, row: int, call: ChannelCall) -> None:
        """It got through."""
        self._taken[call] += 1
        self._failed.pop((row, call), None)
        self.is_down = False

    def goes_on_without(self, row: int, call: ChannelCall) -> bool:
        """The row did not get through: whether others of its kind have, since it failed before."""
        before = self._failed.get((row, call))
        self._failed[row, call] = self._taken[call]
        if before is not None and before < self._taken[call]:
            return True
        self.is_down = self.is_down or call is not ChannelCall.UPLOAD
        return False

    def forget(self, row: int) -> None:
        """It is tried no more."""
        for call in ChannelCall:
            self._failed.pop((row, call), None)
