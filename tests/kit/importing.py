"""What the tests of imports share."""

import csv
import zipfile
from pathlib import Path

import pytest

from bot.importing.found import ImportFailed
from bot.importing.run import import_places

RECORDED = Path(__file__).parent.parent / "recorded" / "import"
OVERPASS = RECORDED / "overpass.json"

Row = dict[str, str]


def rows(file: Path) -> dict[str, Row]:
    """A places.csv by id."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def refusal(file: Path, out: Path, **options: str | Path) -> tuple[str, ...]:
    """The lines of a refused import, with the file's folder cut off; nothing must have been written."""
    before = out.read_bytes() if out.exists() else None
    with pytest.raises(ImportFailed) as refused:
        import_places(file, out, **options)  # type: ignore[arg-type]  # the tests name the options
    assert (out.read_bytes() if out.exists() else None) == before
    assert not list(out.parent.glob(".import-*"))
    return tuple(line.replace(f"{file.parent}/", "") for line in refused.value.lines)


def gar(folder: Path, *, regions: tuple[str, ...] = ("77",), **extra: str) -> Path:
    """An archive as the tax service packs it: a folder a region. `extra` replaces a file by the beginning of its name."""
    file = folder / "gar.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for region in regions:
            for xml in sorted((RECORDED / "gar" / "77").iterdir()):
                what = xml.name.removeprefix("AS_").partition("_20")[0]
                archive.writestr(f"{region}/{xml.name}", extra.get(what, xml.read_text(encoding="utf-8")))
    return file
