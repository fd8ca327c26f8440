"""The table of commands: what each role is offered."""

import re

import pytest

from handlers.command_help_words import help_for
from handlers.kit.registry import command
from incidents.official import Role
from incidents.people.role_commands import BY_NAME, COMMANDS, commands_of, known, whose
from tests.kit.tdlib import parse


def test_every_command_fits_the_menu() -> None:
    names = [row.name for row in COMMANDS]
    assert len(names) == len(set(names))
    for row in COMMANDS:
        assert re.fullmatch(r"[a-z]{2,20}", row.name)
        assert 3 <= len(row.description) <= 40, row.description
        assert row.roles


@pytest.mark.parametrize("role", Role)
def test_help_lists_the_commands_of_the_role_and_no_others(role: Role) -> None:
    text = parse(help_for(role=role).html)
    named = set(re.findall(r"^/(\w+) ", text, re.MULTILINE))
    assert named == {row.name for row in commands_of(role)}
    assert {"my", "help"} <= named


def test_a_command_is_known_by_whoever_types_it() -> None:
    row = known("/QUEUE@otklik_bot всё")
    assert row is not None
    assert row.name == "queue"
    assert whose(row, "видит", "видят") == "видит координатор"
    assert whose(BY_NAME["summary"], "видит", "видят") == "видят координатор и глава"
    assert known("очередь") is None
    assert known("/nothing") is None
    assert known(None) is None
    assert known("") is None


def test_a_handler_of_a_command_without_a_row_is_a_mistake_at_import() -> None:
    with pytest.raises(KeyError):
        command("nothing")
