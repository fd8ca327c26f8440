"""The commands of `otklik`: parsed arguments in, exit code out.

Each imports what it needs.
"""

import argparse
import asyncio
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.cli.loaded import loaded
from bot.cli.output import FAILED, OK, complain, say, say_checks


def run(args: argparse.Namespace) -> int:
    """The bot."""
    if args.env:
        from bot.cli.districts import run_set

        return run_set(args.env, args.only or ())
    from bot.config.district import load_district
    from bot.config.logs import set_up_logs
    from bot.config.settings import SettingsError, load_settings
    from bot.signals import loading

    settings = load_settings()
    set_up_logs(settings.log.level, secrets=settings.secrets(), as_json=settings.log.as_json)
    lacks = [] if settings.telegram.token else ["TELEGRAM__TOKEN: нет токена бота; его выдаёт @BotFather (без токена работает otklik demo)"]
    if args.only and settings.database.is_sqlite:
        lacks.append("DATABASE__URL: run --only делит работу между процессами, для этого нужен postgresql+asyncpg://…, а не SQLite")
    if lacks:
        raise SettingsError(lacks)
    with loading():
        district = load_district(settings.district.profile, settings.district.timezone)

        import bot.late_models  # noqa: F401 - before aiogram
        from bot.config.file_rights import rights_line
        from bot.run import run_bot

    if (rights := rights_line(settings.database.url)) is not None:
        logging.getLogger(__name__).warning(rights)
    return asyncio.run(run_bot(settings, district, args.only or ()))


def demo(args: argparse.Namespace) -> int:
    """The town in a box with the bot in it."""
    from bot.demo.terminal.progress import Progress

    with Progress() as progress:
        progress.step("Загружаем программу")  # the imports below take seconds

        import bot.late_models  # noqa: F401 - before aiogram
        from bot.config.logs import set_up_logs
        from bot.demo.run import run_demo

        set_up_logs("WARNING")
        return run_demo(args, progress)


def migrate(args: argparse.Namespace) -> int:
    """Create the database or bring it up to this version."""
    from bot.config.env_files import settings_from
    from bot.storage.engine.migrate import migrate as climb

    climb(settings_from(args.env).database.url)
    say("База готова")
    return OK


def check(args: argparse.Namespace) -> int:
    """What works and what does not, a line each."""
    if args.env:
        from bot.cli.districts import check_districts

        return check_districts(args.env)
    import bot.late_models  # noqa: F401 - before aiogram
    from bot.cli.check import check_all
    from bot.config.logs import set_up_logs
    from bot.config.settings import load_settings

    settings = load_settings()
    scrub = set_up_logs(settings.log.level if settings.log.level == "DEBUG" else "ERROR", secrets=settings.secrets()).scrub
    return say_checks(asyncio.run(check_all(settings)), scrub=scrub)


def invite(args: argparse.Namespace) -> int:
    """A one-time link for an official."""
    import bot.late_models  # noqa: F401 - before aiogram
    from bot.cli.invite import make_invite
    from incidents.official import Role

    settings, district = loaded(args)
    say(*asyncio.run(make_invite(settings, district, role=Role(args.role), department=args.department)))
    return OK


def read(args: argparse.Namespace) -> int:
    """What the reader makes of posts."""
    from nlp.commands import read_stream

    district, taxonomy = _profile(args.district)
    with _streams() as (lines, out):
        failed = read_stream(lines, out, district=district, taxonomy=taxonomy, weights=args.weights)
    return _counted(failed)


def replay(args: argparse.Namespace) -> int:
    """Where each post would go; nothing is sent."""
    from bot.cli.replay import replay_stream

    district, taxonomy = _profile(args.district)
    with _streams() as (lines, out):
        failed = replay_stream(lines, out, district=district, taxonomy=taxonomy)
    return _counted(failed)


def train(args: argparse.Namespace) -> int:
    """New weights of the reader from labelled posts."""
    from nlp.learning.train_command import train_weights

    _, taxonomy = _profile(args.district)
    more = {"noise": args.noise, "measured": args.measured, "pairs": args.pairs, "left_out": args.left_out}
    train_weights(args.data, args.out, taxonomy=taxonomy, say=say, **more)
    return OK


def learn(args: argparse.Namespace) -> int:
    """What the district learned from corrections; learn now or forget."""
    from bot.cli.learn import tell, write_pairs
    from bot.config.district import load_district
    from bot.config.env_files import settings_from

    settings = settings_from(args.env)
    district = load_district(settings.district.profile, settings.district.timezone)
    if args.pairs is not None:
        say(asyncio.run(write_pairs(settings.database.url, district.id, args.pairs)))
        return OK
    now = settings.demo.make_clock().now()
    say(*asyncio.run(tell(settings.database.url, district.id, district.folder, now=now, learn_now=args.now, forget=args.forget)))
    return OK


def suggest(args: argparse.Namespace) -> int:
    """Who would take each post, learned from history."""
    from nlp.learning.suggest_stream import suggest_stream

    with _streams() as (lines, out):
        failed = suggest_stream(lines, out, history=args.history)
    return _counted(failed)


def import_places(args: argparse.Namespace) -> int:
    """A district's places from a map, the address register or a table."""
    from bot.importing.found import ImportFailed
    from bot.importing.run import import_places as do_import

    try:
        told = do_import(
            args.file, args.out, district=args.district, outline=args.outline, region=args.region, progress=sys.stderr.isatty()
        )
    except ImportFailed as error:
        complain(*error.lines)
        return FAILED
    say(*told)
    return OK


def import_posts(args: argparse.Namespace) -> int:
    """Posts of a table: what would be done, or with --write done."""
    from bot.cli.posts.import_posts import Wish
    from bot.cli.posts.import_posts import import_posts as do_import

    settings, district = loaded(args)
    wish = Wish(
        file=args.file,
        columns=args.column,
        source=args.source.strip(),
        settlement=args.settlement.strip(),
        date=args.date.strip(),
        days=args.days,
        write=args.write,
    )
    say(*asyncio.run(do_import(settings, district, wish, progress=sys.stderr.isatty())))
    return OK


def export_places(args: argparse.Namespace) -> int:
    """A district's places into a table."""
    from bot.config.district import find_profile
    from bot.config.settings import load_settings
    from bot.importing.run import export_places as do_export

    say(do_export(find_profile(args.district or load_settings().district.profile), args.file))
    return OK


def _counted(failed: int) -> int:
    if failed:
        complain(f"Не прочитано строк: {failed}, причина в поле error")
    return OK


def _profile(named: str | None) -> tuple[Path | None, Path]:
    """The district's folder (None for «none») and the taxonomy beside it."""
    from bot.config.district import PACKAGE_DATA, find_profile, find_taxonomy
    from bot.config.settings import load_settings

    if named == "none":
        return None, find_taxonomy(PACKAGE_DATA / "districts" / "none")
    folder = find_profile(named or load_settings().district.profile)
    return folder, find_taxonomy(folder)


@contextmanager
def _streams() -> Iterator[tuple[TextIO, TextIO]]:
    """Standard input and output as UTF-8 with plain line ends, whatever the locale says; a lone surrogate leaves as JSON escapes it."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace", newline="\n")
    yield sys.stdin, sys.stdout
