"""«Ответить всем»: a published answer's words for every other voice.

Each has an opening of its own. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.answers.places import first_places
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import AnswerId
from incidents.incident import Voice

EVERY = timedelta(seconds=20)
"""Between two of them: a network takes a volley for spam."""

MOST = 30
"""At once; the rest is one more press."""

OPENINGS = (
    "Здравствуйте! Да, это не только у вас.",
    "Здравствуйте! Знаем об этом.",
    "Добрый день! Таких сообщений несколько, ответ один.",
    "Здравствуйте! Вопрос общий, ответ тоже.",
    "Добрый день! Ваше сообщение видим.",
)
_GREETING = re.compile(r"^\s*(?:здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро)[^.!?]{0,40}[.!]+\s*", re.IGNORECASE)
_SPOKEN = frozenset({AnswerKind.FINAL, AnswerKind.INTERIM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far the short replies of one post have come: «Ответили в ветках: 7 из 12»."""

    post_id: AnswerId
    told: int
    voices: int
    waits: int  # scheduled or on their way
    until: datetime | None = None  # whoever joins until then is told too; None: nobody any more
    barred_until: datetime | None = None
    stopped: bool = False  # by an official


def with_next_opening(text: str, number: int) -> str:
    """The same answer with the opening whose turn it is."""
    return f"{OPENINGS[number % len(OPENINGS)]} {_GREETING.sub('', text).strip()}"


def answer_to_repeat(answers: Sequence[Answer], *, since: datetime | None = None) -> Answer | None:
    """The published answer that says it to all; None: something is on its way, or nothing is published.

    `since`: when the incident came back; what was said before proved wrong.
    """
    answers = [each for each in answers if each.repeats is None and not each.by_phone]
    if any(each.state in {AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING} for each in answers):
        return None
    published = next((each for each in reversed(answers) if each.state is AnswerState.PUBLISHED and each.kind in _SPOKEN), None)
    is_old = published is not None and since is not None and published.published_at is not None and published.published_at < since
    return None if is_old else published


def waiting_voices(voices: Sequence[Voice]) -> list[Voice]:
    """Who has no answer yet, the longest waiting first."""
    return [voice for voice in first_places(voices) if voice.answered_at is None][:MOST]
