"""Write `requirements.txt` and `build.txt` of servers and of the container: versions of constraints.txt with hashes.

Run it where `.[dev]` is installed, after constraints.txt has changed: `python deploy/container/pin_hashes.py`.
The files name no package index: pip asks the one that it is set to.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import requires
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

HERE = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
GLIBC = (
    "manylinux_2_28",
    "manylinux_2_27",
    "manylinux_2_26",
    "manylinux_2_24",
    "manylinux_2_17",
    "manylinux2014",
    "manylinux_2_5",
    "manylinux1",
)
BUILD = ("hatchling", "setuptools")  # our wheel, and the packages that come as sources
HEAD = "# Written by deploy/container/pin_hashes.py from constraints.txt: {what}. Do not edit.\n"


def pinned() -> dict[str, str]:
    """Versions of constraints.txt by normal name."""
    lines = (HERE.parents[1] / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {normal(name): version for name, _, version in (line.partition("==") for line in lines if not line.startswith("#"))}


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(roots: Iterable[str], machine: str) -> set[str]:
    """Everything that these requirements install on Linux of this machine by any of the Pythons, themselves too."""
    return set().union(*(_needed(roots, python, machine) for python in PYTHONS))


def _needed(roots: Iterable[str], python: str, machine: str) -> set[str]:
    there = {"python_version": python, "python_full_version": f"{python}.0", "platform_machine": machine, "sys_platform": "linux"}
    seen: set[tuple[str, str]] = set()
    lines = [(line, "") for line in roots]
    while lines:
        line, extra = lines.pop()
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({**default_environment(), **there, "extra": extra}):
            new = {(normal(wanted.name), each) for each in ("", *wanted.extras)} - seen
            seen |= new
            lines += [(below, each) for name, each in new for below in requires(name) or ()]
    return {name for name, _ in seen}


def hashes(names: Iterable[str], python: str, machine: str) -> Mapping[str, str]:
    """Each name with the hash of the file that pip would take for it."""
    versions = pinned()
    platforms = [f"--platform={tag}_{machine}" for tag in GLIBC]
    asked = [
        f"--python-version={python}",
        "--implementation=cp",
        f"--abi=cp{python.replace('.', '')}",
        "--abi=abi3",
        "--abi=none",
        *platforms,
    ]
    with tempfile.TemporaryDirectory() as folder:
        report, wanted = Path(folder) / "report.json", [f"{name}=={versions[name]}" for name in sorted(names)]
        dry = ["--quiet", "--dry-run", "--ignore-installed", "--no-deps", "--target", folder, "--report", str(report)]
        subprocess.run([sys.executable, "-m", "pip", "install", *dry, *asked, *wanted], check=True)  # noqa: S603 - our own constraints
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {normal(each["metadata"]["name"]): each["download_info"]["archive_info"]["hashes"]["sha256"] for each in found}


def write(file: str, what: str, by_machine: Mapping[str, set[str]]) -> None:
    """One file: a line a package with the hashes of all Pythons and machines; what one machine alone needs says so."""
    found: dict[str, dict[str, set[str]]] = {}
    for machine, names in by_machine.items():
        for python in PYTHONS:
            for name, digest in hashes(names, python, machine).items():
                found.setdefault(name, {}).setdefault(machine, set()).add(digest)
    versions = pinned()
    with (HERE / file).open("w", encoding="utf-8") as out:
        out.write(HEAD.format(what=what))
        for name, digests in sorted(found.items()):
            alone = f' ; platform_machine == "{next(iter(digests))}"' if len(digests) < len(by_machine) else ""
            lines = [f"{name}=={versions[name]}{alone}", *(f"    --hash=sha256:{each}" for each in sorted(set().union(*digests.values())))]
            out.write(" \\\n".join(lines) + "\n")


if __name__ == "__main__":
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    write("requirements.txt", "what the program needs", {machine: needed(project["dependencies"], machine) for machine in MACHINES})
    write("build.txt", "what builds the wheels", {MACHINES[0]: needed(BUILD, MACHINES[0])})
