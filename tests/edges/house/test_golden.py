"""The golden evening reads today as it was recorded: cards, messages, commands, dialogues, buttons."""

from pathlib import Path

import pytest

from tests.conftest import wait_for
from tests.kit.golden.evening import FOLDER, kept_evening
from tests.kit.golden.sections import SECTIONS
from tests.kit.golden.written import difference


async def _all(folder: Path) -> dict[str, str]:
    async with kept_evening(folder) as evening:
        return {name: await section(evening) for name, section in SECTIONS.items()}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every file as it is written now."""
    return wait_for(_all(tmp_path_factory.mktemp("golden")))


@pytest.mark.parametrize("name", SECTIONS)
def test_the_evening_reads_as_it_was_recorded(today: dict[str, str], name: str) -> None:
    assert difference((FOLDER / name).read_text(encoding="utf-8"), today[name]) == ""


def test_the_evening_speaks_in_every_code_that_lies_in_databases() -> None:
    recorded = (FOLDER / "says.txt").read_text(encoding="utf-8").split("\n")
    codes = {line.split(" ")[1] for line in recorded if line.startswith("=== ")}
    assert len(codes) >= 340
