"""Several districts on the command line: `run` and `check` with `--env`."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from bot.cli.output import OK, say, say_checks
from bot.config.district_set import Member, load_set, open_files, shared_keys, shared_walls
from bot.config.env_files import ignored_keys
from bot.config.logs import set_up_logs
from bot.signals import loading

LOG = logging.getLogger(__name__)

NOT_READ = "Окружение: с --env не читается, эти ключи ничего не значат: {keys}"
OPEN = "Права: в файлах токены, а читать их может не только владелец: chmod 600 {files}"


def loaded(files: Sequence[Path], only: Collection[str]) -> Sequence[Member]:
    """Districts of the files, and a log that knows all their secrets. Raises SettingsError."""
    members = load_set(files, only)
    settings = members[0].settings
    set_up_logs(settings.log.level, secrets=_secrets(members), as_json=settings.log.as_json)
    for line in _remarks(members):
        LOG.warning(line)
    return members


def run_set(files: Sequence[Path], only: Collection[str]) -> int:
    """The bots of these districts in this process."""
    with loading():
        members = loaded(files, only)

        import bot.late_models  # noqa: F401 - before aiogram
        from bot.run_districts import run_districts

    return asyncio.run(run_districts(members, only))


def check_districts(files: Sequence[Path]) -> int:
    """What works and what does not: what is common, then each district by its name."""
    import bot.late_models  # noqa: F401 - before aiogram
    from bot.cli.check import check_all

    members = load_set(files)
    level = members[0].settings.log.level
    scrub = set_up_logs(level if level == "DEBUG" else "ERROR", secrets=_secrets(members)).scrub
    say_checks([(True, f"Округов: {len(members)}, база у них одна"), *((None, line) for line in _remarks(members))], scrub=scrub)
    code = OK
    for number, each in enumerate(members):
        lines = asyncio.run(check_all(each.settings, str(members[0].file) if number else None))
        say("", f"{each.file}: {each.district.title}")
        code |= say_checks(lines, scrub=scrub)
    return code


def _remarks(members: Sequence[Member]) -> list[str]:
    """What is worth mending, though the bot runs."""
    keys, others = ignored_keys(), open_files([each.file for each in members])
    said = [NOT_READ.format(keys=", ".join(keys))] if keys else []
    return [*said, *([OPEN.format(files=" ".join(map(str, others)))] if others else []), *shared_keys(members), *shared_walls(members)]


def _secrets(members: Sequence[Member]) -> tuple[str, ...]:
    return tuple(word for each in members for word in each.settings.secrets())
