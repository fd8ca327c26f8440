"""The state address register (ГАР): a region's XML archive as a stream.

Formats: «Сведения о составе информации ГАР» of the Federal Tax Service. Only names that are in force are taken; houses are counted,
for they prove a street. Expat is used bare: it builds no tree, so a file of any size takes the memory of one element, and it
lets us refuse a DOCTYPE, where entities that expand or point outside are declared.
"""

import re
import zipfile
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Never
from xml.parsers import expat

from tqdm import tqdm

from bot.importing.found import Found, ImportFailed
from bot.importing.naming.slugs import fold
from bot.importing.naming.typewords import PARTS, SETTLEMENTS, STREETS, plain_type

CHUNK = 1 << 20
MAX_BYTES = 40_000_000_000  # unpacked, all that we read
MAX_RATIO = 150  # real files are packed 15 to 40 times
SMALL = 10_000_000

REGION, DISTRICTS, CITY, VILLAGE, PART, STREET = "1", ("2", "3", "4"), "5", "6", "7", "8"
_FILE = re.compile(r"(?:^|(?P<region>\d\d)/)AS_(?P<what>ADDR_OBJ|HOUSES|ADM_HIERARCHY|MUN_HIERARCHY)_\d{8}_[^/]*\.xml$", re.IGNORECASE)

Attributes = dict[str, str]


def read_gar(file: Path, *, region: str | None, progress: bool) -> list[Found]:
    """Areas, settlements, parts and streets in force, with their parents. Raises ImportFailed."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = _members(file, archive, region)
            needed = [info for infos in members.values() for info in infos]
            with tqdm(
                total=sum(info.file_size for info in needed), unit="Б", unit_scale=True, desc="Читаю ГАР", disable=not progress
            ) as bar:
                return _Register(file, archive, members, bar).places()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise ImportFailed(f"{file}: архив повреждён или это не ZIP") from error


def _members(file: Path, archive: zipfile.ZipFile, region: str | None) -> dict[str, list[zipfile.ZipInfo]]:
    members: dict[str, list[zipfile.ZipInfo]] = {}
    regions = set()
    for info in archive.infolist():
        if not (found := _FILE.search(info.filename)) or (region and found["region"] not in {None, region}):
            continue
        regions.add(found["region"])
        members.setdefault(found["what"].upper(), []).append(info)
        if info.flag_bits & 1:
            raise ImportFailed(f"{file}: архив под паролем")
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise ImportFailed(
                f"{file}: {info.filename} распаковывается в {info.file_size // max(info.compress_size, 1)} раз, так ГАР не сжат"
            )
    if len(regions) > 1:
        listed = ", ".join(sorted(map(str, regions))[:12])
        raise ImportFailed(f"{file}: в архиве несколько регионов ({listed}), укажите один: --region 69")
    if "ADDR_OBJ" not in members or not members.keys() & {"ADM_HIERARCHY", "MUN_HIERARCHY"}:
        raise ImportFailed(f"{file}: нет файлов AS_ADDR_OBJ и AS_MUN_HIERARCHY или AS_ADM_HIERARCHY: это не архив региона ГАР")
    if sum(info.file_size for infos in members.values() for info in infos) > MAX_BYTES:
        raise ImportFailed(f"{file}: распаковывается больше чем в {MAX_BYTES // 1_000_000_000} ГБ")
    return members


class _Register:
    def __init__(self, file: Path, archive: zipfile.ZipFile, members: dict[str, list[zipfile.ZipInfo]], bar: "tqdm[Never]") -> None:
        self._file, self._archive, self._members, self._bar = file, archive, members, bar
        self._objects: dict[int, tuple[str, str, str]] = {}  # id → name, type, level
        self._parents: dict[int, int] = {}
        self._houses = array("q")
        self._count: Counter[int] = Counter()

    def places(self) -> list[Found]:
        """Read the files in the order of need."""
        self._each("ADDR_OBJ", self._object)
        if not self._objects:
            raise ImportFailed(f"{self._file}: в AS_ADDR_OBJ нет ни одного действующего объекта")
        self._each("HOUSES", self._house)
        self._houses = array("q", sorted(self._houses))
        self._each("MUN_HIERARCHY", self._link)  # the municipal division names the district; the other one fills what it lacks
        self._each("ADM_HIERARCHY", self._link)
        return [found for id_ in sorted(self._objects) if (found := self._found(id_))]

    def _each(self, what: str, take: Callable[[Attributes], None]) -> None:
        for info in self._members.get(what, ()):

            def element(_tag: str, attributes: Attributes) -> None:
                if "OBJECTID" in attributes:
                    take(attributes)

            def refuse(*_: object, name: str = info.filename) -> None:
                raise ImportFailed(f"{self._file}: в {name} есть DOCTYPE, в ГАР его не бывает; файл не читаем")

            parser = expat.ParserCreate()
            parser.StartElementHandler = element
            parser.StartDoctypeDeclHandler = refuse
            try:
                with self._archive.open(info) as stream:
                    while block := stream.read(CHUNK):
                        parser.Parse(block)
                        self._bar.update(len(block))
                    parser.Parse(b"", True)
            except (expat.ExpatError, ValueError, KeyError) as error:
                raise ImportFailed(f"{self._file}: {info.filename} не разбирается, строка {parser.CurrentLineNumber}") from error

    def _object(self, item: Attributes) -> None:
        if item.get("ISACTUAL", "1") == "1" and item.get("ISACTIVE", "1") == "1" and item.get("NAME"):
            self._objects[int(item["OBJECTID"])] = (item["NAME"].strip(), item.get("TYPENAME", "").strip(), item.get("LEVEL", ""))

    def _house(self, item: Attributes) -> None:
        if item.get("ISACTUAL", "1") == "1" and item.get("ISACTIVE", "1") == "1":
            self._houses.append(int(item["OBJECTID"]))

    def _link(self, item: Attributes) -> None:
        if item.get("ISACTIVE", "1") != "1" or not item.get("PARENTOBJID"):
            return
        id_, parent = int(item["OBJECTID"]), int(item["PARENTOBJID"])
        if id_ in self._objects:
            self._parents.setdefault(id_, parent)
        elif parent in self._objects and self._is_house(id_):
            self._count[parent] += 1

    def _is_house(self, id_: int) -> bool:
        at = bisect_left(self._houses, id_)
        return at < len(self._houses) and self._houses[at] == id_

    def _found(self, id_: int) -> Found | None:
        name, type_word, level = self._objects[id_]
        word = plain_type(type_word)
        kind, ours = _kind(level, word, type_word)
        if not kind or not fold(name):
            return None
        parent = self._parents.get(id_)
        houses = self._count[id_]
        return Found(
            key=f"gar:{id_}",
            kind=kind,
            name=f"{name} {_AREA_WORDS.get(word, type_word)}".strip() if level in DISTRICTS and kind == "settlement" else name,
            type_word=ours,
            is_area=level in DISTRICTS,
            parent=f"gar:{parent}" if parent in self._objects else None,
            source=f"ГАР {id_}",
            confidence="high" if houses or kind != "street" else "medium",
        )


_AREA_WORDS = {
    "м о": "муниципальный округ",
    "м р-н": "муниципальный район",
    "г о": "городской округ",
    "р-н": "район",
    "с п": "сельское поселение",
    "г п": "городское поселение",
    "с/с": "сельсовет",
}


def _kind(level: str, word: str, type_word: str) -> tuple[str, str]:
    if level in DISTRICTS:
        return "settlement", _AREA_WORDS.get(word, type_word)
    if level in {CITY, VILLAGE}:
        return (
            ("microdistrict", PARTS[word])
            if word in PARTS and word not in SETTLEMENTS
            else ("settlement", SETTLEMENTS.get(word, type_word))
        )
    if level == PART:
        return "microdistrict", PARTS.get(word, type_word)
    if level == STREET:
        return ("microdistrict", PARTS[word]) if word in PARTS and word not in STREETS else ("street", STREETS.get(word, type_word))
    return "", ""
