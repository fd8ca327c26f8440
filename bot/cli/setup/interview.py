"""Ask every question and check each answer at once; nothing is written."""

import asyncio

from bot.cli.output import MARKS, complain, say
from bot.cli.setup.askers import Asker
from bot.cli.setup.checks import Seen
from bot.cli.setup.gathered import Gathered
from bot.cli.setup.questions import QUESTIONS, SetupQuestion
from bot.config.logs import set_up_logs
from bot.config.settings import Settings, SettingsError

ABOUT_TELEGRAM = ("TELEGRAM__TOKEN", "TELEGRAM__PROXY")


def interview(gathered: Gathered, asker: Asker) -> None:
    """Gather the answers. Raises SettingsError when an answer does not do and nobody can give another."""
    for question in QUESTIONS:
        if question.key in gathered.outside:
            _look(question, gathered)
        elif question.is_asked(gathered):
            _ask(question, gathered, asker)


def drop_mistakes(gathered: Gathered) -> None:
    """Leave out former values that are no settings, where a question mends them. Raises SettingsError for the others."""
    try:
        gathered.settings()
    except SettingsError as error:
        named = {line.partition(":")[0] for line in error.lines}
        mended = [each.key for each in QUESTIONS if each.key in named and each.key not in gathered.outside]
        for key in mended:
            gathered.take(key, "")
        gathered.settings()
        complain(*error.lines)


def _look(question: SetupQuestion, gathered: Gathered) -> None:
    """What the environment says is not asked, only checked."""
    settings = gathered.settings()
    seen = _checked(question, settings)
    say(f"   {MARKS[seen.is_well]} {question.key} задан в окружении. {_scrubbed(settings, seen.words)}")
    _learn(question, seen, gathered)


def _ask(question: SetupQuestion, gathered: Gathered, asker: Asker) -> None:
    while True:
        answer = asker.answer(question, gathered)
        try:
            settings = gathered.settings(**{question.key: answer})
        except SettingsError as error:
            asker.refuse(error.lines)
            continue
        seen = _checked(question, settings)
        if seen.is_well is not False:
            break
        asker.refuse([_scrubbed(settings, seen.words)])
    say(f"   {MARKS[seen.is_well]} {_scrubbed(settings, seen.words)}")
    gathered.take(question.key, answer)
    _learn(question, seen, gathered)


def _checked(question: SetupQuestion, settings: Settings) -> Seen:
    set_up_logs("ERROR", secrets=settings.secrets())
    return asyncio.run(question.check(settings))


def _learn(question: SetupQuestion, seen: Seen, gathered: Gathered) -> None:
    for key, value in seen.found.items():
        gathered.take(key, value)
    if question.key in ABOUT_TELEGRAM:
        gathered.has_telegram = seen.is_well is True


def _scrubbed(settings: Settings, words: str) -> str:
    return set_up_logs("ERROR", secrets=settings.secrets()).scrub(words)
