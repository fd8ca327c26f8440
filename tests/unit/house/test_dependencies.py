"""Everything that the product imports is declared with an upper cap."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
EXTRAS = ("import", "train")  # what the product has and does not need every day
CAPS = {"<", "<=", "==", "~="}


def _imported(file: Path) -> Iterator[str]:
    """Top names of the modules that the file imports, those of `import_module("…")` too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value).partition(".")[0]


def _declared() -> list[Requirement]:
    project = PROJECT["project"]
    return [Requirement(line) for line in chain(project["dependencies"], *(project["optional-dependencies"][each] for each in EXTRAS))]


def test_every_imported_package_is_declared() -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    foreign = {name for file in files for name in _imported(file)} - sys.stdlib_module_names - {*PACKAGES}
    homes, declared = packages_distributions(), {canonicalize_name(each.name) for each in _declared()}
    unknown = {name for name in foreign if not declared & {canonicalize_name(home) for home in homes.get(name, ())}}
    assert len(foreign) > 20
    assert unknown == set()


def test_every_dependency_has_an_upper_cap() -> None:
    loose = {each.name for each in _declared() if not CAPS & {part.operator for part in each.specifier}}
    assert loose == {"tzdata"}  # dates, not code: the newest is the right one
