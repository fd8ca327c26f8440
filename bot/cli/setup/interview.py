"""Ask every question and check each answer at once; nothing is written."""

import asyncio

from bot.cli.commands import MARKS, say
from bot.cli.setup.askers import Asker
from bot.cli.setup.checks import Seen
from bot.cli.setup.draft import Draft
from bot.cli.setup.questions import QUESTIONS, Question
from bot.config.logs import set_up_logs
from bot.config.settings import Settings, SettingsError

ABOUT_TELEGRAM = ("TELEGRAM__TOKEN", "TELEGRAM__PROXY")


def interview(draft: Draft, asker: Asker) -> None:
    """Fill the draft. Raises SettingsError when an answer does not do and nobody can give another."""
    for question in QUESTIONS:
        if question.key in draft.outside:
            _look(question, draft)
        elif question.is_asked(draft):
            _ask(question, draft, asker)


def _look(question: Question, draft: Draft) -> None:
    """What the environment says is not asked, only checked."""
    settings = draft.settings()
    seen = _checked(question, settings)
    say(f"   {MARKS[seen.is_well]} {question.key} задан в окружении. {_scrubbed(settings, seen.words)}")
    _learn(question, seen, draft)


def _ask(question: Question, draft: Draft, asker: Asker) -> None:
    while True:
        answer = asker.answer(question, draft)
        try:
            settings = draft.settings(**{question.key: answer})
        except SettingsError as error:
            asker.refuse(error.lines)
            continue
        seen = _checked(question, settings)
        if seen.is_well is not False:
            break
        asker.refuse([_scrubbed(settings, seen.words)])
    say(f"   {MARKS[seen.is_well]} {_scrubbed(settings, seen.words)}")
    draft.take(question.key, answer)
    _learn(question, seen, draft)


def _checked(question: Question, settings: Settings) -> Seen:
    set_up_logs("ERROR", secrets=settings.secrets())
    return asyncio.run(question.check(settings))


def _learn(question: Question, seen: Seen, draft: Draft) -> None:
    for key, value in seen.found.items():
        draft.take(key, value)
    if question.key in ABOUT_TELEGRAM:
        draft.has_telegram = seen.is_well is True


def _scrubbed(settings: Settings, words: str) -> str:
    return set_up_logs("ERROR", secrets=settings.secrets()).scrub(words)
