"""A district where each settlement has a department, and each department one executor."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.config.district import District, find_profile, load_district
from bot.demo.robots.staff import FIRST, TownOfficial
from bot.demo.run import PROFILE
from bot.demo.town import Town, make_town
from incidents.official import Role


def district_of(folder: Path, departments: int) -> tuple[District, Sequence[tuple[str, str]]]:
    """Konakovo with a department a settlement; gives the settlements, ids and names."""
    source = find_profile(PROFILE)
    profile = folder / source.name
    shutil.copytree(source, profile)
    shutil.copy(source.parent / "taxonomy.csv", folder)
    (profile / "phones.csv").unlink()  # it names Konakovo's departments
    with (source / "places.csv").open(encoding="utf-8", newline="") as table:
        places = [(row["id"], row["name"]) for row in csv.DictReader(table) if row["kind"] == "settlement" and row["id"].startswith("s-")]
    chosen = [each for each in places if each[0] != "s-konakovo"][:departments]
    rows = [f"{id.removeprefix('s-')},отдел {n}" for n, (id, _) in enumerate(chosen, start=1)]
    (profile / "departments.csv").write_text("\n".join(["id,title", *rows]) + "\n", encoding="utf-8")
    rules = [
        f'[[rule]]\nnumber = {n}\ntitle = "{name}"\ndepartment = "{id.removeprefix("s-")}"\nsettlements = ["{id}"]\n'
        for n, (id, name) in enumerate(chosen, start=1)
    ]
    (profile / "rules.toml").write_text("\n".join(rules), encoding="utf-8")
    return load_district(profile), chosen


def town_of(district: District) -> Town:
    """An executor a department, and nobody else."""
    people = [
        TownOfficial(FIRST + n, Role.EXECUTOR, each.id, each.title, "Исполнитель", str(n)) for n, each in enumerate(district.departments)
    ]
    return replace(make_town(district), officials=tuple(people))


def coordinated(town: Town) -> Town:
    """With a coordinator, who gets what is doubted: without one everybody gets it."""
    last = max(official.user_id for official in town.officials)
    return replace(town, officials=(*town.officials, TownOfficial(last + 1, Role.COORDINATOR, None, "Координатор", "Ольга", "Берёзкина")))
