"""Places from a CSV or XLSX table, columns guessed by headers.

Every bad row is told, and then nothing is imported.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.importing.found import PREFIXES, Found, ImportFailed, Point
from bot.importing.naming.slugs import fold
from bot.importing.naming.typewords import PARTS, SETTLEMENTS, STREETS, parted, plain_type
from bot.importing.tables.spreadsheet import read_lines

HEADERS = {
    "id": ("id", "ид", "код"),
    "kind": ("kind", "вид", "вид места"),
    "name": ("name", "название", "наименование", "имя", "место", "объект"),
    "type_word": ("type_word", "тип", "сокращение"),
    "parent_id": ("parent_id",),
    "aliases": ("aliases", "синонимы", "другие названия", "народные названия", "псевдонимы", "как говорят"),
    "lat": ("lat", "latitude", "широта"),
    "lon": ("lon", "lng", "longitude", "долгота"),
    "source": ("source", "источник"),
    "confidence": ("confidence", "уверенность"),
    "district": ("район", "округ", "муниципальный округ", "муниципальный район", "муниципальное образование"),
    "settlement": ("населенный пункт", "нас пункт", "нп", "город", "поселение", "село", "settlement"),
    "street": ("улица", "street", "адрес", "наименование улицы"),
}
KINDS = {
    **{kind: kind for kind in PREFIXES},
    "населенный пункт": "settlement",
    "город": "settlement",
    "село": "settlement",
    "деревня": "settlement",
    "поселок": "settlement",
    "улица": "street",
    "переулок": "street",
    "микрорайон": "microdistrict",
    "район": "microdistrict",
    "снт": "microdistrict",
    "учреждение": "institution",
    "школа": "institution",
    "ориентир": "landmark",
    "место": "landmark",
    "остановка": "landmark",
    "вода": "water",
    "река": "water",
    "маршрут": "route",
}
TRUST = ("high", "medium", "low")
REPORTED = 50


def read_table(file: Path) -> list[Found]:
    """Places of the table. Raises ImportFailed with all the bad rows."""
    (header_row, header), *lines = read_lines(file)
    columns = _columns(header)
    if not columns.keys() & {"name", "settlement", "street"}:
        raise ImportFailed(
            f"{file}, строка {header_row}: не нашлось столбца с названиями; назовите столбцы: "
            "населённый пункт, улица (или вид, название), другие названия, широта, долгота"
        )
    founds: dict[str, Found] = {}
    mistakes: list[str] = []
    known: dict[str, int] = {}
    for number, cells in lines:
        row = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        try:
            if row.get("id") and row["id"] in known:
                raise _BadRow(f"id «{row['id']}» уже есть в строке {known[row['id']]}")  # noqa: TRY301 - told with the others
            known[row.get("id") or f"#{number}"] = number
            for found in _founds(row, number, f"{file.name}, строка {number}"):
                founds.setdefault(found.key, found)
        except _BadRow as error:
            mistakes.append(f"{file}, строка {number}: {error}")
    if "parent_id" in columns:
        mistakes += [
            f"{file}, строка {known[found.id]}: нет места с id «{found.parent}», а на него указывает parent_id"
            for found in founds.values()
            if found.id and found.parent and found.parent not in founds
        ]
    if mistakes:
        more = [f"{file}: и ещё строк с ошибками: {len(mistakes) - REPORTED}"] if len(mistakes) > REPORTED else []
        raise ImportFailed(*mistakes[:REPORTED], *more, f"{file}: ничего не импортировано, строк с ошибками: {len(mistakes)}")
    if not founds:
        raise ImportFailed(f"{file}: под заголовком нет ни одной строки")
    return list(founds.values())


class _BadRow(Exception):
    pass


def _columns(header: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, title in enumerate(header):
        plain = title.lower() if title.lower() in HEADERS else fold(title)
        for name, titles in HEADERS.items():
            if plain in titles and name not in columns:
                columns[name] = at
    return columns


def _founds(row: dict[str, str], number: int, source: str) -> Iterator[Found]:
    at = _point(row.get("lat", ""), row.get("lon", ""))
    trust = row.get("confidence") or "high"
    if trust not in TRUST:
        raise _BadRow(f"confidence бывает {', '.join(TRUST)}, а не «{trust}»")
    where = f"{source}"
    parent = None
    if district := row.get("district"):
        parent = f"area:{fold(district)}"
        yield Found(key=parent, kind="settlement", is_area=True, name=district, type_word="округ", source=where, confidence=trust)
    aliases = [alias.strip() for alias in re.split(r"[;|]", row.get("aliases", "")) if alias.strip()]
    street, name = row.get("street", ""), row.get("name", "")
    if settlement := row.get("settlement"):
        clean, word = parted(settlement, SETTLEMENTS)
        own = not street and not name
        key = f"{parent}/{fold(clean)}"
        yield Found(
            key=key, kind="settlement", name=_named(clean), type_word=word, parent=parent, source=where, confidence=trust,
            at=at if own else None, aliases=aliases if own else [],
        )  # fmt: skip
        parent = key
        if own:
            return
    if street:
        clean, word = parted(street, STREETS)
        if not settlement:
            raise _BadRow(f"у улицы «{street}» не назван населённый пункт")
        key = f"{parent}/{fold(clean)}/{word or 'ул'}"
        yield Found(
            key=key,
            kind="street",
            name=_named(clean),
            type_word=word or "ул",
            parent=parent,
            at=at,
            aliases=aliases,
            source=where,
            confidence=trust,
        )
        return
    if not name:
        raise _BadRow("пустое название")
    kind = _kind(row, name)
    types = {"street": STREETS, "settlement": SETTLEMENTS, "microdistrict": PARTS}.get(kind, {})
    id_ = row.get("id", "")
    told = row.get("type_word", "")
    clean, word = (name, told) if told else parted(name, types)
    if kind == "street" and not (parent or row.get("parent_id")) and not at:
        raise _BadRow(f"у улицы «{name}» нет ни населённого пункта, ни координат")
    yield Found(
        key=id_ or f"{parent}/{kind}/{fold(name)}/{number if kind == 'route' else ''}",
        id=id_,
        kind=kind,
        is_area=id_.startswith("mo-"),
        name=_named(clean),
        type_word=types.get(plain_type(word), word) or ("ул" if kind == "street" else ""),
        parent=row.get("parent_id") or parent,
        aliases=aliases,
        at=at,
        source=row.get("source") or where,
        confidence=trust,
    )


def _kind(row: dict[str, str], name: str) -> str:
    told = fold(row.get("kind", ""))
    if told:
        if told not in KINDS:
            raise _BadRow(f"неизвестный вид места «{row['kind']}», бывают: {', '.join(PREFIXES)}")
        return KINDS[told]
    word = plain_type(row.get("type_word", ""))
    for kind, types in (("settlement", SETTLEMENTS), ("street", STREETS), ("microdistrict", PARTS)):
        if word in types or parted(name, types)[1]:
            return kind
    raise _BadRow(f"не понять, что такое «{name}»: добавьте столбец «вид» или «тип»")


def _named(name: str) -> str:
    if not re.search(r"[A-Za-zА-Яа-яЁё\d]", name):
        raise _BadRow(f"название без букв: «{name}»")
    return name


def _point(lat: str, lon: str) -> Point | None:
    if not lat and not lon:
        return None
    try:
        point = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        raise _BadRow(f"координаты не числа: «{lat}», «{lon}»") from None
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):  # noqa: PLR2004 - degrees
        raise _BadRow(f"координаты вне пределов: «{lat}», «{lon}»")
    return point
