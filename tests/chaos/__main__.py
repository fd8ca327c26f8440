"""`python -m tests.chaos`: kills; `bot`: the product with its points wrapped.

`python -m tests.chaos table FILE…` joins the lines of runs into a table.
"""

import argparse
import os
import sys
import threading
from pathlib import Path


def bot(arguments: list[str]) -> int:
    """`otklik run` in this process, with wrapped points."""
    made = argparse.ArgumentParser()
    made.add_argument("folder", type=Path)
    made.add_argument("--plant")
    made.add_argument("--only", nargs="+", default=[])
    args = made.parse_args(arguments)
    threading.Thread(target=_end_with_stdin, daemon=True).start()

    import bot.late_models  # noqa: F401 - before aiogram
    from bot.cli.main import main
    from tests.chaos.points import wrap_all

    wrap_all(args.folder, args.plant)
    return main(["run", *(["--only", *args.only] if args.only else [])])


def _end_with_stdin() -> None:
    """Whoever started us is gone: so are we."""
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bot"]:
        sys.exit(bot(sys.argv[2:]))
    if sys.argv[1:2] == ["table"]:
        from tests.chaos.report import report

        sys.exit(report(sys.argv[2:]))
    from tests.chaos.conductor import conduct

    sys.exit(conduct(sys.argv[1:]))
