"""What docs/operations.md and docs/ru/ustanovka.md tell to type exists: commands, files, units, settings, chapters."""

import re
import shlex
from pathlib import Path

import pytest

from bot.cli.arguments import parser
from bot.config.settings import known_keys

ROOT = Path(__file__).parents[3]
PAGES = ("docs/operations.md", "docs/ru/ustanovka.md")
SYSTEM = frozenset(
    """
    apt-get cat cd chmod chown cp curl date df docker find free fuser git grep install journalctl kill ln mkdir openssl printf psql python3
    createuser createdb rm sh sudo systemctl systemd-analyze tar tee timedatectl top umask useradd
    """.split()  # noqa: SIM905 - a list of 40 lines says no more
)
"""Programs of a server that stand in no package of ours."""

INSTALLED = ("/etc/systemd/system", "/opt/otklik", "/usr/local/bin/otklik", "/var/lib/otklik", "/var/backups/otklik")
"""Places of the server that the pages make themselves."""

OTHERS = ("/var/tmp/otklik-move.tgz", "/mnt/disk2/otklik")
"""An archive on its way, a disk of the reader's."""

PLACEHOLDERS = {"FILE": "x", "ФАЙЛ": "x", "FOLDER": "x", "N": "3", "[FOLDER]": "x", "[--keep": "--keep", "N]": "3"}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def typed(page: str) -> list[str]:
    """Every line of a block of commands, without what a here-document holds."""
    lines = re.findall(r"^    (\S.*)$", re.sub(r"<<'?END'?\n.*?\n    END\n", "\n", text_of(page), flags=re.DOTALL), re.MULTILINE)
    return [line for line in lines if not re.match(r"[\[A-Z]", line) or line.startswith("NOW=")]


def quoted(page: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text_of(page))


def of_otklik(page: str) -> list[str]:
    """What is typed after `otklik`."""
    lines = [re.sub(r"^sudo (?:-iu otklik |-u \w+ )?", "", line) for line in [*typed(page), *quoted(page)]]
    found = [match[1] for line in lines if (match := re.match(r"(?:\S*/)?otklik ([a-z].*)$", line))]
    return [re.sub(r"\s*(?:&|#.*|\|.*)$", "", each) for each in found]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_ours_is_understood(page: str) -> None:
    commands = of_otklik(page)
    assert {each.split()[0] for each in commands} >= {"setup", "check", "backup", "restore", "migrate", "run", "invite"}
    for command in commands:
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)]
        if len(words) > 1:
            assert parser().parse_args(words).command, command
        else:  # named alone, its arguments are told elsewhere
            with pytest.raises(SystemExit) as done:
                parser().parse_args([*words, "--help"])
            assert done.value.code == 0, command


@pytest.mark.parametrize("page", PAGES)
def test_every_program_that_is_typed_is_ours_or_a_servers(page: str) -> None:
    for line in typed(page):
        plain = re.sub(r"^sudo (?:-iu otklik |-u \w+ )?|^\(umask 077; |^\w+=\$\(|^\.\./", "", line)
        program = shlex.split(plain.replace("'", ""), comments=True)[0]
        ours = program in ("otklik", "venv/bin/pip", "venv/bin/python", "venv/bin/otklik", "/opt/otklik/venv/bin/pip")
        assert ours or program.rstrip(";") in SYSTEM, line


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_is_here(page: str) -> None:
    named = set()
    for line in [*typed(page), *quoted(page)]:
        named |= set(
            re.findall(
                r"(?:/opt/otklik/app/|(?<![\w/.]))((?:deploy|docs|tests|districts|sandbox|bot)/[\w./-]*\w|constraints\.txt|CHANGELOG\.md|\.env\.example)",
                line,
            )
        )
    assert {"deploy/systemd/otklik.service", "deploy/systemd/otklik-backup.timer", "constraints.txt", ".env.example"} <= named
    assert {each for each in named if not (ROOT / each).exists()} <= {"deploy/container/.env", "districts/NAME"}


@pytest.mark.parametrize("page", PAGES)
def test_every_place_of_the_server_is_one_that_the_page_makes(page: str) -> None:
    for line in typed(page):
        for place in re.findall(r"(?<![\w./:*])(/(?:opt|etc|usr|var|mnt|srv|home)/[\w./-]+)", line):
            assert place in OTHERS or any(f"{place}/".startswith(f"{known}/") for known in INSTALLED), line


@pytest.mark.parametrize("page", PAGES)
def test_every_unit_that_is_started_is_here(page: str) -> None:
    units = {
        unit
        for line in typed(page)
        for unit in re.findall(r"systemctl (?:enable --now|disable --now|start|stop|restart|status) (\S+)", line)
    }
    assert units
    there = {
        name for unit in (ROOT / "deploy" / "systemd").iterdir() for name in (unit.name, unit.stem if unit.suffix == ".service" else "")
    }
    assert units <= there


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_exists(page: str) -> None:
    named = set(re.findall(r"\b[A-Z]+__[A-Z_]+\b", text_of(page)))
    assert len(named) > 10
    assert named <= set(known_keys())


def test_every_chapter_that_the_page_or_a_file_sends_to_is_there() -> None:
    chapters = set(re.findall(r"^## (.+)$", text_of("docs/operations.md"), re.MULTILINE))
    assert {"Install", "Upgrade", "Roll back", "Restore", "Rotate a token", "Move to another server", "What each alert means"} <= chapters
    sent = {"In containers"} | set(re.findall(r"«(Install|Restore|Rotate a token)»", text_of("docs/operations.md")))
    assert sent <= chapters
    for file in (ROOT / "deploy").rglob("*"):
        if file.is_file() and file.suffix != ".pyc":
            for page, chapter in re.findall(r"(docs/operations\.md), «([^»]+)»", file.read_text(encoding="utf-8")):
                assert (ROOT / page).exists()
                assert chapter in chapters, file
