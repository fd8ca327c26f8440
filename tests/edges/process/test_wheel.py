"""The wheel is whole: installed into an environment without our sources it runs as a checkout does."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*command: str | Path, cwd: Path, stdin: str = "") -> str:
    clean = {name: value for name, value in os.environ.items() if "__" not in name and not name.startswith(("PYTHON", "PIP_", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=clean,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("otklik-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    programs = folder / "venv" / "bin"
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--no-deps", "--no-index", wheel, cwd=folder)
    (own,) = (folder / "venv").glob("lib/python*/site-packages")
    # A plain path: the .pth files of that folder are not followed, so an editable install of the checkout stays out of sight.
    (own / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return programs


def test_it_runs_from_its_own_folder_not_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import bot; print(bot.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent))
    assert run(installed / "otklik", "--version", cwd=tmp_path) == "otklik 0.1.1\n"


def test_it_helps(installed: Path, tmp_path: Path) -> None:
    assert "Примеры:" in run(installed / "otklik", "--help", cwd=tmp_path)


def test_it_migrates_and_invites_with_the_district_it_carries(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "otklik", "migrate", cwd=tmp_path) == "База готова\n"
    said = run(installed / "otklik", "invite", "--role", "executor", "--department", "housing", cwd=tmp_path)
    assert "исполнитель, отдел ЖКХ" in said


def test_it_reads(installed: Path, tmp_path: Path) -> None:
    line = json.dumps({"id": 7, "text": "Конаково, Баскакова 12, яма на дороге"}, ensure_ascii=False)
    reading = json.loads(run(installed / "otklik", "read", cwd=tmp_path, stdin=line + "\n"))
    assert reading["id"] == 7
    assert reading["main"]["settlement_id"] == "s-konakovo"
    assert reading["group"] == "roads"


def test_it_carries_the_town_in_a_box(installed: Path, tmp_path: Path) -> None:
    assert "--port" in run(installed / "python", "-m", "sandbox", "--help", cwd=tmp_path)
