"""Every network of `collectors/` says of each item where it is done, why it is not wanted, or what is missing."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
ITEMS = {
    "contract": "the common test of collectors runs against it: add it to COLLECTORS",
    "broken": "each refusal and broken connection is one SourceBroken with one Russian line; nothing else leaves the package",
    "rate": "its limits are kept in scenario time; a quota that is used up stops one method, not the program",
    "secrets": "its keys stand in no exception and in no line of the log (Settings.secrets)",
    "recorded": "quirks that were met are files of tests/recorded",
    "settings": "a section of Settings, with a line of Russian for each key in .env.example",
    "check": "`otklik check` says whether its keys work and what they may do",
    "words": "networks.py names it on cards, in previews and in refusals",
    "links": "post_links.py brings its addresses to one form, so that the region's list finds its posts",
    "added_in_the_chat": "/sources takes its links, looks at them and reads them from the next sweep on",
    "own_words": "what a community publishes for residents is told from its own word: `author_id` of the community, then own_words.py",
    "attachments": "what stands beside the words leaves its kind and its title (Post.attached)",
    "answers": "a Publisher puts an answer under a post, with a guid",
    "proof": "after a timeout the thread is read before a second call",
    "posts_to_all": "one post of the administration, with short replies in the threads",
    "photos_in": "photos of its posts follow the card, never fetched from inside our own network",
    "photos_out": "photos go out with an answer",
    "deletions": "a deleted post and a deleted answer of ours are seen",
    "sandbox": "the town in a box speaks it",
    "story": "a story goes from a post to an answer over HTTP",
    "mentions": "what is written of the district on pages that nobody named is found",
}
NO_NETWORK = "pushed"  # the drain of what networks push, of no network itself
PACKAGES = sorted(path.parent for path in (ROOT / "collectors").glob("*/__init__.py") if path.parent.name != NO_NETWORK)


def problems(package: Path) -> list[str]:
    """What is wrong with a network's checklist."""
    file = package / "checklist.toml"
    if not file.exists():
        return ["no checklist.toml"]
    listed: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))  # Any: TOML
    named = [item for part in ("done", "exempt", "to_do") for item in listed.get(part, {})]
    found = [f"{item}: said twice" for item in sorted({each for each in named if named.count(each) > 1})]
    found += [f"{item}: nothing is said" for item in ITEMS if item not in named]
    found += [f"{item}: no such item" for item in named if item not in ITEMS]
    found += [f"{item}: {where} is not here" for item, where in listed.get("done", {}).items() if not (ROOT / str(where)).is_file()]
    found += [f"{item}: no reason" for part in ("exempt", "to_do") for item, why in listed.get(part, {}).items() if not str(why).strip()]
    return found + [f"{part}: no such part" for part in listed.keys() - {"done", "exempt", "to_do"}]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.name)
def test_a_network_says_what_it_has(package: Path) -> None:
    assert problems(package) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda each: each.name)
def test_a_network_that_keeps_the_contract_is_held_to_it(package: Path) -> None:
    listed = tomllib.loads((package / "checklist.toml").read_text(encoding="utf-8"))
    contract = (ROOT / "tests/edges/reading/test_collector_contract.py").read_text(encoding="utf-8")
    assert "contract" not in listed["done"] or f'"{package.name}": {package.name}_scene' in contract


def test_a_checklist_that_forgets_or_invents_is_found(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["no checklist.toml"]
    text = '[done]\ncontract = "nowhere.py"\nbroken = "Makefile"\ntea = "Makefile"\n[exempt]\nbroken = " "\n[later]\n'
    (tmp_path / "checklist.toml").write_text(text, encoding="utf-8")
    found = problems(tmp_path)
    for each in (
        "broken: said twice",
        "rate: nothing is said",
        "tea: no such item",
        "contract: nowhere.py is not here",
        "broken: no reason",
    ):
        assert each in found
    assert "later: no such part" in found
