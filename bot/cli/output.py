"""What a command prints, and the code with which it ends."""

import sys
from collections.abc import Callable, Iterable

OK, FAILED = 0, 1
MARKS = {True: "есть", None: "учти", False: "НЕТ "}


def complain(*lines: str) -> None:
    """Say it on stderr, a line each."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def say(*lines: str) -> None:
    """Say it on stdout, a line each."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def say_checks(lines: Iterable[tuple[bool | None, str]], *, scrub: Callable[[str], str]) -> int:
    """Say what works and what does not; gives back the code. `scrub` takes secrets out."""
    code = OK
    for is_well, line in lines:
        code = FAILED if is_well is False else code
        say(scrub(f"{MARKS[is_well]} {line}"))
    return code
