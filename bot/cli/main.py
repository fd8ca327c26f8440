"""The command line: `otklik`.

An error is one Russian line and a code, never a traceback.
"""

import logging
import os
import sys
from collections.abc import Sequence

from bot.cli.arguments import parser
from bot.cli.output import FAILED, OK, complain
from bot.config.logs import set_up_logs

MISUSED, INTERRUPTED = 2, 130
ONLY_OURS = 0o077
"""The database and all else that is written hold residents' words: other users of the server read none of it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 failed, 2 misused, 130 interrupted."""
    former = os.umask(ONLY_OURS)
    try:
        return _run(argv)
    finally:
        os.umask(former)


def _run(argv: Sequence[str] | None) -> int:
    if os.environ.get("LOG__LEVEL", "").upper() == "DEBUG":  # also of commands that read no settings, and of what breaks before
        set_up_logs("DEBUG")
    try:
        args = parser().parse_args(argv)
        code = int(args.command(args))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads us has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:  # noqa: BLE001 - the last barrier: a person sees one line, the log has the traceback
        return _explain(error)
    return code


def _explain(error: Exception) -> int:
    from bot.config.settings import SettingsError

    if isinstance(error, SettingsError):
        complain(*error.lines)
        return MISUSED
    logging.getLogger(__name__).debug("the command failed", exc_info=error)
    if user_text := getattr(error, "user_text", None):  # of DistrictError, StorageError, BadTable, DomainError
        complain(str(user_text))
    elif isinstance(error, OSError) and error.filename is not None:
        complain(f"{error.filename}: {error.strerror}")
    elif isinstance(error, ExceptionGroup):
        return _explain(error.exceptions[0])
    else:
        complain(f"Не вышло: {type(error).__name__}. Подробности покажет LOG__LEVEL=DEBUG")
    return FAILED
