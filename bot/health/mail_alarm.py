"""Letters about an outage that no chat can tell of."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config.district import District
from bot.config.settings import Settings
from bot.health.episodes import AT_MOST_EVERY, Episode, Episodes
from bot.health.illness import UNSPEAKABLE, Illness
from bot.health.illness_messages import IllnessWords
from bot.health.illness_words import NOT_COUNTED, WAITS
from bot.health.line import Line
from bot.health.mail import Mailer, NotMailed
from bot.storage.engine.storage import Storage
from handlers.kit.text import visible_text
from incidents.messenger import Message

LOG = logging.getLogger(__name__)

AWAY = timedelta(minutes=15)
"""An outage that lasts so long is told by e-mail; a shorter one the messenger tells when it is over."""

BACK_OFF = (60.0, 300.0, 900.0, 3600.0)  # seconds of the clock's pace: a server that refuses is asked ever more rarely
LOOK_EVERY = 5.0  # seconds of the clock's pace
LEAST_PAUSE = 0.5  # real seconds: a fast scenario does not make a busy loop
KEY = "mail"
"""A dialogue that nobody has: which outages were told, so that no other process and no next start tells them again."""


def letters_of(
    settings: Settings, district: District, storage: Storage, clock: Clock, episodes: Episodes, line: Line, is_ours: Callable[[], bool]
) -> Sequence[Callable[[], Awaitable[None]]]:
    """The loop that writes letters, where the settings are whole; else none. See `MailAlarm`."""
    if not settings.mail.is_wanted or settings.mail.missing:
        return ()
    words = IllnessWords(district.timezone, settings.health.call)
    return (MailAlarm(storage, clock, Mailer(settings.mail), episodes, line, words, is_ours, title=district.title).run,)


class MailAlarm:
    """Tells by e-mail that the messenger is away, and that it is back.

    `is_ours`: whether this process is the one that hears the messenger; another's `line` knows nothing.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        mailer: Mailer,
        episodes: Episodes,
        line: Line,
        words: IllnessWords,
        is_ours: Callable[[], bool],
        *,
        title: str,
    ) -> None:
        """`title`: the district's."""
        self._storage, self._clock, self._mailer, self._words = storage, clock, mailer, words
        self._episodes, self._line, self._is_ours, self._title = episodes, line, is_ours, title
        self._told: Mapping[Illness, datetime] | None = None  # since when it lasts; None: the base knows
        self._told_at: dict[Illness, datetime] = {}
        self._failures, self._failed_at = 0, 0.0
        self._trouble: str | None = None

    async def run(self) -> None:
        """Watch until cancelled. A mail server that hangs keeps nobody else."""
        while True:
            await self.round()
            await self._clock.sleep(max(LOOK_EVERY, LEAST_PAUSE * self._clock.rate))

    async def round(self) -> None:
        """Write the letters that are due, or put them off."""
        if not self._is_ours():
            self._told = None  # whoever hears the messenger now tells of it, and may have done so when it is ours again
            return
        if self._failures and self._clock.pace() - self._failed_at < BACK_OFF[min(self._failures, len(BACK_OFF)) - 1]:
            return
        try:
            for kind in UNSPEAKABLE:
                await self._look_at(kind, self._clock.now())
        except NotMailed as error:
            self._failures, self._failed_at = self._failures + 1, self._clock.pace()
            if str(error) != self._trouble:
                LOG.warning("письмо о том, что Telegram не отвечает, не ушло: %s", error)
            self._trouble = str(error)

    async def _look_at(self, kind: Illness, now: datetime) -> None:
        """Raises NotMailed."""
        if self._told is None:
            self._told = await self._remembered()
        outages, episode = self._told or {}, self._episodes.now_ill.get(kind)
        if episode is not None and kind not in outages and self._is_long(episode, now):
            await self._send(self._words.letter(episode, await self._waiting(), now=now), episode, "ill")
            self._told_at[kind] = now
            await self._remember({**outages, kind: episode.since})
        elif episode is None and kind in outages and self._line.works:
            over = Episode(kind=kind, because="", since=outages[kind], seen_at=now, well_at=now)
            await self._send(self._words.over(over, now=now), over, "over")
            await self._remember({each: since for each, since in outages.items() if each is not kind})

    def _is_long(self, episode: Episode, now: datetime) -> bool:
        """One that comes and goes all day fills no mailbox."""
        last = self._told_at.get(episode.kind)
        is_rare = last is None or abs(now - last) >= AT_MOST_EVERY
        return episode.well_at is None and abs(now - episode.since) >= AWAY and is_rare

    async def _send(self, message: Message, episode: Episode, what: str) -> None:
        """Raises NotMailed."""
        text = visible_text(message.html)
        subject = f"{self._title}: {text.splitlines()[0]}"
        name = f"otklik-{episode.kind}-{what}-{episode.since.timestamp():.0f}"
        await self._mailer.send(subject, text, name=name, at=self._clock.now())
        LOG.info("письмо ушло: %s", subject)
        self._failures, self._trouble = 0, None

    async def _waiting(self) -> str:
        """What the outage holds up; where the base is away too the letter goes out all the same."""
        try:
            async with self._storage.transaction() as tx:
                return WAITS.format(messages=await tx.outbox.count_waiting(), dangers=await tx.health.untaken_dangers())
        except Exception:  # noqa: BLE001 - the storage itself tells of it
            return NOT_COUNTED

    async def _remembered(self) -> Mapping[Illness, datetime] | None:
        try:
            async with self._storage.transaction() as tx:
                _, data = await tx.dialogues.get(KEY)
        except Exception:  # noqa: BLE001 - the storage itself tells of it
            return None
        return {Illness(kind): datetime.fromisoformat(since) for kind, since in data.items()}

    async def _remember(self, outages: Mapping[Illness, datetime]) -> None:
        """While the base is away this process alone remembers."""
        self._told = outages
        try:
            async with self._storage.transaction() as tx:
                await tx.dialogues.set_data(KEY, {str(kind): since.isoformat() for kind, since in outages.items()})
        except Exception:  # noqa: BLE001 - the storage itself tells of it
            LOG.warning("не записано, что письмо ушло: после перезапуска оно может прийти второй раз")
