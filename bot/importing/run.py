"""`otklik import places` and `otklik export places` from end to end.

Read, cut, join, check, and only then replace the file.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.importing.found import Found, ImportFailed
from bot.importing.maps.gar import read_gar
from bot.importing.maps.osm import read_overpass
from bot.importing.maps.outline import read_outline
from bot.importing.maps.parents import find_parents, within_district, within_outline
from bot.importing.maps.pbf import read_pbf
from bot.importing.merge import Row, give_ids, joined_rows, merged, row_of
from bot.importing.table import read_table
from bot.importing.tables.spreadsheet import write_xlsx
from nlp.district_files import PLACE_COLUMNS, load_district, rows_of
from nlp.errors import BadTable

KIND_TITLES = {
    "settlement": "населённых пунктов и поселений",
    "microdistrict": "частей",
    "street": "улиц",
    "institution": "учреждений",
    "landmark": "ориентиров",
    "water": "рек и озёр",
    "route": "маршрутов",
}
SOURCES = ".json (Overpass), .osm.pbf, .zip (ГАР), .csv, .xlsx"


def import_places(
    file: Path, out: Path, *, district: str | None = None, outline: Path | None = None, region: str | None = None, progress: bool = False
) -> list[str]:
    """Add the file's places to `out` and tell in Russian what was done.

    Raises ImportFailed, BadTable or OSError: then `out` is as it was.
    """
    founds = read_source(file, region=region, progress=progress)
    if not founds:
        raise ImportFailed(f"{file}: нет ни одного места с русским названием")
    if outline:
        founds = within_outline(founds, read_outline(outline), file)
    if district:
        founds = within_district(founds, district, file)
    kept, stray = find_parents(founds)
    if not kept:
        raise ImportFailed(f"{file}: для выбранного округа не нашлось ни одного места")
    old = read_rows(out) if out.exists() else {}
    places = merged(kept)
    give_ids(places, old)
    rows, added, changed = joined_rows(old, [row_of(place) for place in places])
    write_places(out, rows)
    counts = Counter(row["kind"] for row in rows)
    told = [f"{out}: мест {len(rows)}, из них новых {added}, дополнено {changed}"]
    told.append(", ".join(f"{title} {counts[kind]}" for kind, title in KIND_TITLES.items() if counts[kind]))
    if stray:
        told.append(f"Улиц и дорог вне населённых пунктов, пропущено: {stray}")
    return told


def read_source(file: Path, *, region: str | None, progress: bool) -> list[Found]:
    """Places of a file by its name's ending."""
    name = file.name.lower()
    if not file.is_file():
        raise ImportFailed(f"{file}: такого файла нет")
    if name.endswith((".json", ".geojson")):
        return read_overpass(file)
    if name.endswith((".pbf", ".osm", ".osm.bz2")):
        return read_pbf(file, progress=progress)
    if name.endswith(".zip"):
        return read_gar(file, region=region, progress=progress)
    if name.endswith((".csv", ".tsv", ".txt", ".xlsx", ".xlsm")):
        return read_table(file)
    raise ImportFailed(f"{file}: не понять, что это; бывают {SOURCES}")


def read_rows(file: Path) -> dict[str, Row]:
    """Rows of a places.csv by id. Raises BadTable."""
    return {cells["id"]: cells for _, cells in rows_of(file, PLACE_COLUMNS)}


def write_places(out: Path, rows: Sequence[Row]) -> None:
    """Write beside, load as the reader would, and only then take the old file's place."""
    if not out.parent.is_dir():
        raise ImportFailed(f"{out}: папки {out.parent} нет, создайте её")
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".import-") as folder:
        made = Path(folder) / "places.csv"
        with made.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, PLACE_COLUMNS, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        try:
            load_district(made.parent)
        except BadTable as error:
            raise ImportFailed(f"{out}: не записан, {error.user_text.replace(str(made), 'в нём ')}") from error
        made.replace(out)


def export_places(profile: Path, file: Path) -> str:
    """Copy the district's places to CSV or XLSX, for editing in a spreadsheet. Raises ImportFailed or BadTable."""
    rows = list(read_rows(profile / "places.csv").values())
    cells = [[row[name] for name in PLACE_COLUMNS] for row in rows]
    if file.suffix.lower() == ".xlsx":
        write_xlsx(file, PLACE_COLUMNS, cells)
    elif file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as lines:  # with a mark, so that spreadsheets see UTF-8
            csv.writer(lines).writerows([PLACE_COLUMNS, *cells])
    else:
        raise ImportFailed(f"{file}: пишем .csv или .xlsx")
    return f"{file}: мест {len(rows)}"
