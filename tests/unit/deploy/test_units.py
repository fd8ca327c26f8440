"""The units of systemd: what the bot relies on, and what systemd itself says of them."""

import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.health.watch import REPORT_EVERY

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(file for file in FOLDER.iterdir() if file.suffix != ".conf")
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
THERE = ("sysinit.target", "basic.target", "shutdown.target", "timers.target", "multi-user.target", "network-online.target", "-.mount")
WORST = 15  # tenths of systemd's «exposure», of 100: below 2.0 it says OK


def section(unit: Path, name: str) -> dict[str, str]:
    read = ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    read.read_string(unit.read_text(encoding="utf-8"))
    return dict(read[name])


def systemd_analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze here: the units are read by this test alone")
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, env={"SYSTEMD_COLORS": "0", "PATH": "/usr/bin"}
    )


def test_the_bot_is_watched_started_again_and_keeps_its_files_to_itself() -> None:
    service = section(ROOT / "deploy" / "systemd" / "otklik.service", "Service")
    assert service["ExecStart"].endswith("otklik run")
    assert {name: service.get(name) for name in ("Type", "Restart", "UMask")} == {"Type": "notify", "Restart": "always", "UMask": "0077"}
    assert int(service["WatchdogSec"]) >= 3 * REPORT_EVERY
    assert int(service["TimeoutStartSec"]) >= 120, "a slow machine starts in 45 seconds"
    assert service["OOMPolicy"] == "continue", "the reader may die of memory, the bot starts it again"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_as_nobody_special_in_a_system_it_cannot_change(unit: Path) -> None:
    service = section(unit, "Service")
    assert (service["User"], service["WorkingDirectory"], service["UMask"]) == ("otklik", "/var/lib/otklik", "0077")
    assert (service["ProtectSystem"], service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("strict", "yes", "")
    assert service["LimitCORE"] == "0", "a dump of memory holds residents' words"
    assert service["MemoryMax"] == "1500M", "of the 2 GB that a server has"


def test_systemd_finds_no_mistake_in_the_units(tmp_path: Path) -> None:
    program, units = tmp_path / "opt/otklik/venv/bin/otklik", tmp_path / "etc/systemd/system"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    page = tmp_path / "opt/otklik/app/docs/operations.md"
    page.parent.mkdir(parents=True)
    page.touch()
    units.mkdir(parents=True)
    for name in (
        "sysinit.target",
        "basic.target",
        "shutdown.target",
        "timers.target",
        "multi-user.target",
        "network-online.target",
        "-.mount",
    ):
        what = "[Mount]\nWhat=/dev/null\nWhere=/\n" if name == "-.mount" else ""
        (units / name).write_text(f"[Unit]\nDescription={name}\nDefaultDependencies=no\n{what}", encoding="utf-8")
    for unit in UNITS:
        shutil.copy(unit, units)
    done = systemd_analyze("verify", "--man=no", f"--root={tmp_path}", *(unit.name for unit in UNITS))
    assert (done.returncode, done.stderr) == (0, "")
    (units / "otklik.service.d").mkdir()
    shutil.copy(FOLDER / "otklik-districts.conf", units / "otklik.service.d" / "districts.conf")
    done = systemd_analyze("verify", "--man=no", f"--root={tmp_path}", "otklik.service")
    assert (done.returncode, done.stderr) == (0, ""), "the list of districts goes into the unit"
    shutil.rmtree(units / "otklik.service.d")
    (units / "otklik.service").write_text("[Service]\nExecStart=/no/such/program\nRestrt=always\n", encoding="utf-8")
    assert systemd_analyze("verify", "--man=no", f"--root={tmp_path}", "otklik.service").returncode != 0, "it does find mistakes"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_systemd_calls_the_services_well_shut(unit: Path) -> None:
    done = systemd_analyze("security", "--offline=true", f"--threshold={WORST}", "--no-pager", str(unit))
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
