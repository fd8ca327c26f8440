"""The repository itself: what a newcomer copies, installs and reads is complete and says nothing of anybody's machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.config.settings import Settings, known_keys, load_settings

ROOT = Path(__file__).parents[3]
READMES = ("README.md", "README.ru.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone of git")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_example_of_settings_names_every_key_and_no_other() -> None:
    assert re.findall(r"^([A-Z_]+)=", text_of(".env.example"), re.MULTILINE) == list(known_keys())


def test_every_key_of_the_example_has_a_russian_comment_above_it() -> None:
    lines = text_of(".env.example").splitlines()
    for number, line in enumerate(lines):
        if re.match(r"[A-Z_]+=", line):
            assert re.match(r"# .*[а-яё]", lines[number - 1]), line


def test_the_example_is_a_valid_file_that_says_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key in known_keys():
        monkeypatch.delenv(key, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(text_of(".env.example"), encoding="utf-8")
    assert load_settings() == Settings()


def test_no_tracked_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    words = ["index" + "-url", "trusted" + "-host", "find" + "-links", "pypi" + ".org", "python" + "hosted"]
    paths = re.compile(r"(?:^|[^\w.-])/(?:root|work|farm|home/\w+)/|" + "|".join(map(re.escape, words)))
    found = []
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(ROOT)}: {line.strip()[:80]}" for line in text.splitlines() if paths.search(line)]
    assert found == []


def test_constraints_are_plain_versions_of_everything_that_is_asked_for() -> None:
    lines = [line for line in text_of("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {_name(line.split("==")[0]) for line in lines}
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {_name(re.split(r"[\[<>=~]", requirement)[0]) for requirement in wanted} <= pinned


def _name(written: str) -> str:
    return re.sub(r"[-_.]+", "-", written).lower()


def test_the_wheel_carries_every_package_of_the_map() -> None:
    packages = tomllib.loads(text_of("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    for readme in READMES:
        named = set(re.findall(r"^\| `(\w+)/`", text_of(readme), re.MULTILINE))
        assert named == {*packages, "docs"}


@pytest.mark.parametrize("command", ["make demo", "make test", "make check", "otklik migrate", "otklik check", "otklik run"])
def test_both_readmes_give_the_same_commands(command: str) -> None:
    assert all(command in text_of(readme) for readme in READMES)


def test_both_readmes_name_the_same_commands_keys_files_and_pages() -> None:
    english, russian = map(text_of, READMES)
    named = re.compile(r"`([^`\n]+)`")
    assert set(named.findall(english.replace(" FILE`", " ФАЙЛ`"))) == set(named.findall(russian))
    page = re.compile(r"\]\(([^)]+)\)")
    assert set(page.findall(english)) - {"README.ru.md", "docs/new-district.md"} == set(page.findall(russian)) - {
        "README.md",
        "docs/ru/novyy-okrug.md",
    }


def test_what_checks_a_commit_runs_the_gate_and_then_the_test_command_of_the_readme() -> None:
    run = [line.split()[1] for line in text_of(".ci/run").splitlines() if line.startswith("make ")]
    assert run == ["check", "test"]
    gate = text_of("Makefile").partition("\ncheck:")[2].partition("\n\n")[0]
    assert [line.split("/")[1].split()[0] for line in gate.splitlines()[1:]] == ["ruff", "ruff", "mypy", "lint-imports"]


LAST_NUMBERED = 36  # decisions and migrations that came before names by date
BY_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9]+(-[a-z0-9]+)*\.md")
REVISION_BY_DATE = re.compile(r"\d{4}_\d{2}_\d{2}(_[a-z0-9]+)+")
LONGEST_REVISION = 32  # what Alembic's own table holds on PostgreSQL


def test_decisions_after_the_numbered_ones_are_named_by_date_and_all_say_what_was_rejected() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbered = [page for page in pages if re.match(r"\d{4}-[a-z]", page.name)]
    assert [page.name[:4] for page in numbered] == [f"{number:04}" for number in range(1, LAST_NUMBERED + 1)]
    for page in pages:
        assert page in numbered or BY_DATE.fullmatch(page.name), page.name
        text = page.read_text(encoding="utf-8")
        assert "**Chosen.**" in text, page.name
        assert "**Rejected.**" in text, page.name


def test_migrations_after_the_numbered_ones_are_named_by_date_and_stand_in_one_line() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        name = Path(revision.path).stem
        if not re.match(r"\d{4}_[a-z]", name):
            assert REVISION_BY_DATE.fullmatch(name), name
            assert revision.revision == name
            assert len(name) <= LONGEST_REVISION, name
