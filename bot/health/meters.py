"""Meters for Prometheus: what is counted, what is shown.

Labels hold codes and numbers of sources only: no names, no texts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest

from bot.health.illness import DATABASE, Illness
from incidents.answers.values import AnswerState
from incidents.posts import Network, Source

FAILURES: Mapping[str, Collection[str]] = {
    "delivery": ("later", "too_often", "moved", "gone", "dead", "refused", "defect"),
    "source": ("token", "fatal", "later", "defect"),
    "answer": ("not_allowed", "later", "unclear"),
    "reader": ("not_started", "down", "unreadable", "defect"),
    "update": ("defect", "unparsed"),
    "database": tuple(sorted(DATABASE)),
}
"""Part of the program → reasons of its failures. Every pair is shown from the start, and no other ever."""

MOST_SOURCES = 500
"""Of more the first are shown."""

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Bounds of a reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the database says at a scrape."""

    inbox_age: timedelta = timedelta(0)
    outbox_age: timedelta = timedelta(0)
    sources: Sequence[tuple[Source, timedelta | None]] = ()  # each that is to be read, with its lag
    unsure: Mapping[AnswerState, int]
    summary_late: timedelta = timedelta(0)


class Meters:
    """The meters of one process."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        by_source = partial(gauge, labelnames=("source", "network"))
        self._failures = counter("otklik_failures", "Failures by part and reason", ("part", "reason"))
        self._rests = counter("otklik_rest_seconds", "Seconds that a network told us to wait (429 and its like)", ("network",))
        self._gaps = counter("otklik_gap_seconds", "Seconds that a network's sources were not read, beyond their turns", ("network",))
        self._reader = Histogram("otklik_reader_seconds", "How long a post is read, its turn included", buckets=SECONDS, registry=registry)
        self._ready = gauge("otklik_ready", "1: /readyz says 200")
        self._ill = gauge("otklik_illness", "1: the bot is ill with it", ("kind",))
        self._inbox = gauge("otklik_inbox_oldest_seconds", "Age of the oldest update of an official that could be handled")
        self._outbox = gauge("otklik_outbox_oldest_seconds", "Age of the oldest message that could be sent")
        self._read_at = by_source("otklik_source_last_success_timestamp_seconds", "When the source was read last")
        self._lag = by_source("otklik_source_lag_seconds", "Between writing and seeing, the median of the newest posts")
        self._broken = by_source("otklik_source_broken", "1: the source cannot be read")
        self._unsure = gauge("otklik_unconfirmed_sends", "Answers that nobody knows to stand under the post", ("state",))
        self._late = gauge("otklik_summary_late_seconds", "How late the last due summary of the head was, or is")
        for part, reasons in FAILURES.items():
            for reason in reasons:
                self._failures.labels(part, reason)
        for network in Network:
            self._rests.labels(network)
            self._gaps.labels(network)

    def failed(self, part: str, reason: str) -> None:
        """Count a failure of `FAILURES`."""
        if reason not in FAILURES[part]:
            raise ValueError(f"{part} knows no failure {reason}")
        self._failures.labels(part, reason).inc()

    def rested(self, network: Network, seconds: float) -> None:
        """The network told us to wait."""
        self._rests.labels(network).inc(max(0.0, seconds))

    def missed(self, network: Network, gap: timedelta) -> None:
        """A source is read again after a gap."""
        self._gaps.labels(network).inc(max(0.0, gap.total_seconds()))

    def read(self, seconds: float) -> None:
        """A post was read."""
        self._reader.observe(seconds)

    def show_state(self, ill: Iterable[Illness], *, is_ready: bool) -> None:
        """Show what the process knows without the database."""
        known = set(ill)
        for kind in Illness:
            self._ill.labels(kind).set(kind in known)
        self._ready.set(is_ready)

    def show(self, what: Shown) -> None:
        """Show what the database says."""
        self._inbox.set(what.inbox_age.total_seconds())
        self._outbox.set(what.outbox_age.total_seconds())
        self._late.set(what.summary_late.total_seconds())
        for state, number in what.unsure.items():
            self._unsure.labels(state).set(number)
        for gauge in (self._read_at, self._lag, self._broken):
            gauge.clear()  # a source that was removed is shown no more
        for source, lag in what.sources[:MOST_SOURCES]:
            which = str(source.id), source.network
            self._broken.labels(*which).set(source.is_broken)
            if source.last_ok_at is not None:
                self._read_at.labels(*which).set(source.last_ok_at.timestamp())
            if lag is not None:
                self._lag.labels(*which).set(lag.total_seconds())

    def collect(self) -> Iterable[Metric]:
        """All of them as values."""
        return self._registry.collect()

    def page(self) -> bytes:
        """All of them in the text format of Prometheus."""
        return generate_latest(self._registry)


def lateness(due: datetime, taken_at: datetime | None, now: datetime) -> timedelta:
    """How late what was due came, or is by now."""
    return max((taken_at or now) - due, timedelta(0))
