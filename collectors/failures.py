"""A network's call that failed, and what that means for us."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from incidents.posts import SourceBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class FailurePolicy:
    """What to tell and what to do. `source` is a line for /sources."""

    source: str
    fatal: bool = False  # waiting will not help
    token: bool = False  # no call with this token will pass until a person mends it
    retry: bool = False  # worth repeating at once
    pause: float | None = None  # the method rests so many scenario seconds, doubled each time


P = TypeVar("P", bound=FailurePolicy)


class CallFailed(Exception, Generic[P]):
    """A call that failed. Holds no key, no parameters and no foreign exception."""

    def __init__(self, method: str, policy: P, *, code: int | None = None, detail: str = "", wait: float | None = None) -> None:
        self.method = method
        self.policy = policy
        self.code = code  # the network's own number; None when it did not answer itself
        self.wait = wait  # scenario seconds until a next call makes sense
        super().__init__(f"{method}: {'' if code is None else f'{code} '}{detail or policy.source}")

    def as_broken(self) -> SourceBroken:
        """Say it as the state of a source."""
        return SourceBroken(self.policy.source, fatal=self.policy.fatal, token=self.policy.token, retry_after=self.wait)
