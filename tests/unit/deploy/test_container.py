"""The container: packages by hashes, nothing of anybody's settings in the image, nobody special inside."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONTAINER = ROOT / "deploy" / "container"
RECIPE = (CONTAINER / "Containerfile").read_text(encoding="utf-8")
COMPOSE = (CONTAINER / "compose.yml").read_text(encoding="utf-8")
LOCKED = ("requirements.txt", "build.txt")
PACKAGE = re.compile(r"([\w.-]+)==([\w.]+)(?: ; platform_machine == \"x86_64\")?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    return {normal(name): version for name, version, _ in PACKAGE.findall((CONTAINER / file).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("file", LOCKED)
def test_every_line_is_a_version_of_the_constraints_with_its_hashes_and_no_index(file: str) -> None:
    text = (CONTAINER / file).read_text(encoding="utf-8")
    assert PACKAGE.sub("", text.split("\n", 1)[1]) == "", "whatever is left is no locked package"
    constraints = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line)
    versions = {normal(name): version for name, version in constraints.items()}
    assert {name: versions.get(name) for name in locked(file)} == locked(file), "run deploy/container/pin_hashes.py"


def test_a_server_takes_its_packages_by_the_same_hashes() -> None:
    text = (CONTAINER / "requirements.txt").read_text(encoding="utf-8")
    by_name = {normal(name): hashes.count("--hash=") for name, _, hashes in PACKAGE.findall(text)}
    assert by_name["numpy"] == by_name["aiohttp"] == 6, "three Pythons of servers on two machines: run deploy/container/pin_hashes.py"
    script = (ROOT / "deploy" / "packages.sh").read_text(encoding="utf-8")
    installs = [line for line in script.splitlines() if line.startswith("$pip")]
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs) and len(installs) == 3
    for page in ("operations.md", "ru/ustanovka.md"):
        told = (ROOT / "docs" / page).read_text(encoding="utf-8")
        assert told.count("    sudo sh /opt/otklik/app/deploy/packages.sh /opt/otklik/venv\n") == 2, "install and upgrade"


def test_everything_that_the_program_and_its_build_ask_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {normal(re.split(r"[\[<>=~;]", line)[0].strip()) for line in project["project"]["dependencies"]}
    assert wanted - set(locked("requirements.txt")) == set(), "run deploy/container/pin_hashes.py"
    tools = {normal(re.split(r"[<>=~]", line)[0]) for line in project["build-system"]["requires"]}
    assert tools <= set(locked("build.txt"))


def test_every_file_that_is_copied_in_is_here_and_may_come_in() -> None:
    copied = {name for line in re.findall(r"^COPY (.+) \S+$", RECIPE, re.MULTILINE) for name in line.split()}
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    assert {*packages, "pyproject.toml", *(f"deploy/container/{file}" for file in LOCKED)} <= copied
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*", "all is left out but what is named"
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name.split('/')[0]}" in ignored, name


def test_the_image_holds_no_settings_and_runs_as_nobody_special() -> None:
    assert ".env" not in re.sub(r"^#.*$", "", RECIPE, flags=re.MULTILINE)
    assert not re.search(r"(TOKEN|PASSWORD|SECRET)", RECIPE)
    assert re.findall(r"^USER (.+)$", RECIPE, re.MULTILINE) == ["10001:10001"]
    assert not re.search(r"^FROM \S+:latest|^FROM [^:\s]+$", RECIPE, re.MULTILINE)


def test_the_password_of_the_base_stands_in_a_file_that_git_leaves_out() -> None:
    assert all(re.search(r"\$\{POSTGRES_PASSWORD:\?", line) for line in COMPOSE.splitlines() if "POSTGRES_PASSWORD" in line)
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_bot_of_compose_can_change_nothing_but_its_volume() -> None:
    bot = COMPOSE[COMPOSE.index("\n  bot:") : COMPOSE.index("\nvolumes:")]
    for line in ("read_only: true", "mem_limit: 1500m", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]', "- data:/data"):
        assert line in bot
    assert "ports:" not in COMPOSE, "nothing is open to the outside"
