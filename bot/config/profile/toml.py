"""Read TOML strictly: unknown keys refused, mistakes with their line."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

Path_ = tuple[str | int, ...]

_UNITS = {"мин": timedelta(minutes=1), "ч": timedelta(hours=1), "дн": timedelta(days=1)}
_NEEDED: Any = object()  # Any: stands where a default would


class DistrictError(Exception):
    """The profile cannot be used. `user_text` is one Russian line with the file and the row."""

    def __init__(self, user_text: str) -> None:
        self.user_text = user_text.replace("\n", " ")
        super().__init__(self.user_text)

    @classmethod
    def at(cls, file: Path, what: str, row: int | None = None) -> Self:
        """A mistake in a file."""
        return cls(f"{file}, строка {row}: {what}" if row else f"{file}: {what}")


class TomlTable:
    """A table of a TOML file. Take the keys that are known, then call `finish`: what is left was mistyped."""

    def __init__(self, file: Path, values: dict[str, Any], path: Path_, rows: dict[Path_, int]) -> None:
        self._file, self._values, self._path, self._rows = file, dict(values), path, rows

    @classmethod
    def read(cls, file: Path) -> Self:
        """The whole file. Raises DistrictError."""
        try:
            text = file.read_text(encoding="utf-8-sig")
            return cls(file, tomllib.loads(text), (), _rows(text))
        except OSError as error:
            raise DistrictError.at(file, f"файл не читается: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise DistrictError.at(file, "файл не в кодировке UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise DistrictError.at(file, "строка не разбирается как TOML", int(found[1]) if found else None) from error

    def error(self, key: str | None, what: str) -> DistrictError:
        """A mistake in this table, at `key` if given."""
        path = self._path if key is None else (*self._path, key)
        named = f"«{key}»: {what}" if key else what
        while path and path not in self._rows:
            path = path[:-1]
        return DistrictError.at(self._file, named, self._rows.get(path))

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str = _NEEDED) -> str:
        """A string that is not empty."""
        value = self._take(key, str, "нужна строка в кавычках", default)
        if value is not default and not value.strip():
            raise self.error(key, "пустая строка")
        return str(value)

    def number(self, key: str, default: int = _NEEDED) -> int:
        """A whole number."""
        return int(self._take(key, int, "нужно целое число", default))

    def flag(self, key: str) -> bool | None:
        """True, false or nothing said."""
        value: bool | None = self._take(key, bool, "бывает true или false", None)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, () when nothing is said."""
        value = self._take(key, list, 'нужен список строк: ["…", "…"]', [])
        if not all(isinstance(item, str) for item in value):
            raise self.error(key, 'нужен список строк: ["…", "…"]')
        return tuple(value)

    def duration(self, key: str, default: timedelta) -> timedelta:
        """A length of time: «45 мин», «9 ч», «7 дн»."""
        value = self.text(key, "")
        if not value:
            return default
        found = re.fullmatch(r"(\d+) (мин|ч|дн)", value)
        if not found or not int(found[1]):
            raise self.error(key, f"«{value}» не похоже на длительность, пример: «45 мин», «9 ч», «7 дн»")
        return int(found[1]) * _UNITS[found[2]]

    def table(self, key: str) -> "TomlTable":
        """A table inside, empty when nothing is said."""
        return TomlTable(self._file, self._take(key, dict, f"нужен раздел [{key}]", {}), (*self._path, key), self._rows)

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """An array of tables."""
        items = self._take(key, list, f"нужны разделы [[{key}]]", [])
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                raise self.error(key, f"нужны разделы [[{key}]]")
            yield TomlTable(self._file, item, (*self._path, key, number), self._rows)

    def keys(self) -> tuple[str, ...]:
        """Keys that were not taken yet."""
        return tuple(self._values)

    def finish(self) -> None:
        """Refuse the keys that nobody took."""
        for key in self._values:
            raise self.error(key, "такого ключа нет")

    def _take(self, key: str, kind: type, what: str, default: Any) -> Any:  # Any: TOML's values have any type
        if key not in self._values:
            if default is _NEEDED:
                raise self.error(None, f"нет ключа «{key}»")
            return default
        value = self._values.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(key, what)
        return value


def _rows(text: str) -> dict[Path_, int]:
    """Where each table and each key of a table stands: enough to send a person to the right line."""
    rows: dict[Path_, int] = {}
    last: dict[Path_, int] = {}  # of an array of tables: the index of its latest item
    here: Path_ = ()
    for row, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)([^\[\]]+)\]", line):
            here = ()
            names = _names(header[2])
            for depth, name in enumerate(names, 1):
                here = (*here, name)
                if depth == len(names) and header[1] == "[[":
                    last[here] = last.get(here, -1) + 1
                if here in last:
                    here = (*here, last[here])
            rows.setdefault(here, row)
        elif key := re.match(r"\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=", line):
            rows.setdefault((*here, *_names(key[1])), row)
    return rows


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted) if part.strip())
