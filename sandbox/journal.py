"""What happened: a bounded journal of calls and the counters of /control/stats."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import iso
from sandbox.errors import Json
from sandbox.params import Params

KEPT_CALLS = 5000
TELEGRAM_COUNTERS = ("sent", "edited", "deleted", "photos", "callbacks", "answered_callbacks")
VK_COUNTERS = ("posts", "comments", "bot_comments")
SECRETS = frozenset({"access_token", "token", "client_secret"})


@dataclass(slots=True)
class Journal:
    """Counters start at zero with each reset; call numbers go on."""

    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    last: int = 0
    counters: dict[str, Counter[str]] = field(default_factory=lambda: {"telegram": Counter(), "vk": Counter()})
    limits: dict[str, Counter[str]] = field(default_factory=lambda: {"telegram": Counter(), "vk": Counter()})
    refused: dict[str, Counter[str]] = field(default_factory=lambda: {"telegram": Counter(), "vk": Counter()})

    def meet(self, api: str, code: int) -> None:
        """Count a limit that a call has met, by the number of its refusal."""
        self.limits[api][str(code)] += 1

    def count(self, api: str, what: str, times: int = 1) -> None:
        """Add to a counter."""
        self.counters[api][what] += times

    def refuse(self, api: str, method: str, why: str) -> None:
        """Count a refusal (or a remark such as an unknown parameter)."""
        self.refused[api][f"{method}: {why}"] += 1

    def call(self, at: float, api: str, method: str, params: Params, error: str | None, *, key: str | None = None) -> None:
        """Write a finished call down, without tokens; `key` tells whose it was: its kind and its number."""
        self.last += 1
        entry = {
            "n": self.last,
            "at": iso(at),
            "api": api,
            "method": method,
            "params": shown(params),
            "ok": error is None,
            "error": error,
            "key": key,
        }
        self.calls.append(entry)

    def stats(self) -> Json:
        """Show the counters as the control API does."""
        names = {"telegram": TELEGRAM_COUNTERS, "vk": VK_COUNTERS}
        told = {api: {"refused": dict(self.refused[api]), "limits": dict(self.limits[api])} for api in names}
        return {api: {name: self.counters[api][name] for name in names[api]} | told[api] for api in names}


def shown(params: Params) -> dict[str, Any]:
    """Give parameters fit to be shown: no tokens, files by name and size."""
    values = {name: value for name, value in params.values.items() if name not in SECRETS}
    files = {n: f"<{f.name}, {len(f.content)} bytes>" for n, f in params.files.items()}
    return values | files
