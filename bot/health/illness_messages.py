"""Messages to the coordinators about illnesses of the bot."""

from datetime import datetime, tzinfo

from bot.health.episodes import Episode
from bot.health.illness_words import ALSO_BACK, WORDS
from handlers.kit.text import duration, ours, stamp
from incidents.messenger import Message


class IllnessWords:
    """Messages about illnesses. `call`: whom to call, as the settings name them."""

    def __init__(self, timezone: tzinfo, call: str | None = None) -> None:
        self._timezone = timezone
        self._call = f"Позвоните: {ours(call, 100)}" if call else "Позвоните тому, кто обслуживает бота"

    def ill(self, episode: Episode, *, now: datetime) -> Message:
        """It has begun."""
        words = WORDS[episode.kind]
        noticed = words.ill.noticed.format(since=stamp(episode.since, self._timezone, now))
        cause = f"\nПричина: {ours(episode.because, 200)}" if words.ill.has_cause else ""
        return Message(html=f"<b>{words.title}</b>\n{noticed}{cause}\n{words.ill.wanted}. {self._call}\n{words.ill.meanwhile}")

    def letter(self, episode: Episode, waiting: str, *, now: datetime) -> Message:
        """It has begun, and only a letter can tell of it. `waiting`: what it holds up."""
        return Message(html=f"{self.ill(episode, now=now).html}\n\n{waiting}\n{ALSO_BACK}")

    def over(self, episode: Episode, *, now: datetime) -> Message:
        """It is over."""
        words, until = WORDS[episode.kind], episode.well_at or now
        since, end = (stamp(moment, self._timezone, now) for moment in (episode.since, until))
        lasted = f"Так было с {since} до {end}, {duration(until - episode.since)}"
        return Message(html=f"<b>Снова работает: {words.back}</b>\n{words.was}. {lasted}\n{words.after}")
