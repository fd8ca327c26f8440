"""What documents and docstrings cite is here: every path, every name of the glossary, every code of a message."""

import ast
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from bot.config.settings import known_keys

ROOT = Path(__file__).parents[3]
ROOMS = ("bot", "handlers", "collectors", "nlp", "incidents", "migrations", "districts", "sandbox", "tests", "benchmarks", "docs")
INVENTED = ("districts/moy",)  # the folder that a reader of new-district.md makes
HISTORY = frozenset({"CHANGELOG.md"})  # speaks of what was

NAME = r"[\w.-]"
CITED = re.compile(
    rf"(?<![\w/.:<>{{}}@\[*-])((?:{NAME}+/)+{NAME}*\.(?:py|md|toml|csv|jsonl|json)|[\w-]+\.md|(?:{'|'.join(ROOMS)})/[\w./-]*)(?![\w<{{*])"
)
CODE = re.compile(r"(?<![\w:])(?:C(?:[1-9]|1[01])|R(?:[0-9]|1[0-2])|A[1-5]|S[1-4]|H[1-4])(?![\w:])")


@cache
def tracked() -> frozenset[str]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone of git")
    return frozenset(name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file())


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def modules(*rooms: str) -> list[str]:
    return sorted(name for name in tracked() if name.endswith(".py") and name.split("/")[0] in rooms)


@cache
def docstrings(name: str) -> tuple[str, ...]:
    """Every string that stands alone: docstrings, and the words under a constant."""
    alone = (node.value for node in ast.walk(tree(name)) if isinstance(node, ast.Expr))
    return tuple(each.value for each in alone if isinstance(each, ast.Constant) and isinstance(each.value, str))


def pages() -> list[str]:
    return sorted(name for name in tracked() if name.endswith(".md") and name not in HISTORY)


def stands(path: str, cited_in: str) -> bool:
    """Whether the path leads somewhere from the root or from the page that names it."""
    return any((folder / path).exists() for folder in (ROOT, (ROOT / cited_in).parent)) or path.startswith(INVENTED)


def lost(name: str, text: str) -> set[str]:
    return {f"{name}: {path}" for path in CITED.findall(text) if not stands(path.rstrip("."), name)}


def test_every_path_that_a_page_names_is_here() -> None:
    assert set().union(*(lost(name, (ROOT / name).read_text(encoding="utf-8")) for name in pages())) == set()


def test_every_path_that_a_docstring_names_is_here() -> None:
    assert {each for name in modules(*ROOMS) for text in docstrings(name) for each in lost(name, text)} == set()


def test_a_path_that_is_not_here_is_found() -> None:
    text = "see VOICE.md 3, `docs/nowhere.md`, handlers/press.py and `districts/<name>/places.csv`"
    assert lost("README.md", text) == {"README.md: VOICE.md", "README.md: docs/nowhere.md", "README.md: handlers/press.py"}


def test_every_link_of_a_page_leads_somewhere() -> None:
    for name in pages():
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (ROOT / name).read_text(encoding="utf-8")):
            assert "://" in target or (ROOT / name).parent.joinpath(target).exists(), f"{name}: {target}"


def test_every_section_of_the_voice_and_the_architecture_that_is_named_is_there() -> None:
    heads = {
        page: set(re.findall(r"^##+ (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
        for page in ("docs/voice.md", "docs/architecture.md")
    }
    for name in modules(*ROOMS):
        for text in docstrings(name):
            for page, section in re.findall(r"(docs/(?:voice|architecture)\.md), «([^»]+)»", text):
                assert {section, f"«{section}»"} & heads[page], f"{name}: {page}, «{section}»"


def test_every_code_of_a_message_that_is_named_is_in_the_glossary() -> None:
    known = set(re.findall(r"^\| ([A-Z]\d+) \|", (ROOT / "docs/GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {
        f"{name}: {code}" for name in modules(*ROOMS) for text in docstrings(name) for code in CODE.findall(text) if code not in known
    } == set()
    assert set(CODE.findall((ROOT / "docs/voice.md").read_text(encoding="utf-8"))) <= known


class Names:
    """What the code defines: modules with their names, classes with their members, everything by itself."""

    def __init__(self) -> None:
        self.modules: dict[str, set[str]] = defaultdict(set)  # by the last word and by the whole
        self.members: dict[str, set[str]] = defaultdict(set)
        self.all: set[str] = set()
        for name in modules("bot", "handlers", "collectors", "nlp", "incidents", "sandbox", "migrations", "tests"):
            whole = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            self._add(name, whole)

    def _add(self, name: str, whole: str) -> None:
        top = {each for node in tree(name).body for each in _defined(node)}
        for key in (whole, whole.rpartition(".")[2]):
            self.modules[key] |= top
        for node in ast.walk(tree(name)):
            self.all |= _defined(node)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not whole.startswith("tests."):
                self.all.add(node.value)  # names of tables and columns
            if isinstance(node, ast.ClassDef):
                self.members[node.name] |= {each for item in node.body for each in _defined(item)}

    def know(self, name: str) -> bool:
        """`Incident`, `Incident.number`, `rights.may`, `nlp.topics.district_layer`."""
        if name in self.modules or name in self.all or name in known_keys():
            return True
        owner, _, last = name.rpartition(".")
        owner = owner if owner in self.modules else owner.rpartition(".")[2]
        return last in self.modules[owner] | self.members[owner]


def _defined(node: ast.AST) -> set[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {each.id for each in targets if isinstance(each, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


@cache
def names() -> Names:
    return Names()


def quoted(page: str) -> set[str]:
    """Names of code that a page quotes."""
    found = set(re.findall(r"`([\w.]+)`", (ROOT / page).read_text(encoding="utf-8")))
    return {each for each in found if not re.fullmatch(r"\.?[\w.]+\.(?:csv|toml|py|md|example)", each)}


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    assert len(quoted("docs/GLOSSARY.md")) > 300
    assert {each for each in quoted("docs/GLOSSARY.md") if not names().know(each)} == set()
    assert not any(names().know(each) for each in ("Harbinger", "Incident.harbinger", "rights.harbinger", "harbinger.may"))


def test_every_name_of_the_recipes_is_in_the_code() -> None:
    assert {each for each in quoted("CONTRIBUTING.md") if not names().know(each)} == set()
