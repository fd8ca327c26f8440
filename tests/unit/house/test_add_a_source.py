"""CONTRIBUTING.md, «Add a source», is true: its files are here, and no other file knows a network by name."""

import re

import pytest

from collectors.networks import KINDS, NETWORKS
from incidents.posts import Network
from incidents.sources.networks import Answers
from tests.kit.sources import EVERYTHING, ROOT, files, text_of

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHAPTER = PAGE.partition("\n## Add a source")[2].partition("\n## ")[0]
PATH = re.compile(r"(?:[\w<>-]+/)+(?:[\w<>.-]*[\w>])?")
LIKE_THIS = re.compile(r"Network\.(?:OK|FEED)\b")  # networks that were added by this chapter
OF_ITS_OWN = re.compile(r"^(?:collectors/(?:ok|feeds)/|bot/reading/(?:ok|feed)_access\.py$)")


def named() -> list[str]:
    """Paths of the chapter, a placeholder as it is for Odnoklassniki."""
    return sorted({each.replace("<network>", "ok") for each in PATH.findall(CHAPTER)})


@pytest.mark.parametrize("path", named())
def test_every_file_that_the_chapter_names_is_here(path: str) -> None:
    assert (ROOT / path).exists()


def test_no_other_file_knows_a_network_that_was_added() -> None:
    """Whoever adds a network finds each such file in the chapter."""
    knows = {file.relative_to(ROOT).as_posix() for file in files(*EVERYTHING) if LIKE_THIS.search(text_of(file))}
    assert {path for path in knows if not OF_ITS_OWN.match(path)} - set(named()) == set()


def test_every_package_that_reads_a_network_declares_it() -> None:
    packages = {file.parent.name for file in (ROOT / "collectors").glob("*/checklist.toml")}
    assert packages == {file.parent.name for file in (ROOT / "collectors").glob("*/network.py")}
    assert len(NETWORKS) == len(KINDS) == len(packages)


@pytest.mark.parametrize("network", KINDS)
def test_a_network_says_how_to_copy_an_answer_where_nobody_publishes_it(network: Network) -> None:
    kind = KINDS[network]
    assert (kind.copying is not None) is (kind.answers is Answers.COPIED)
