"""The file `.env`: read as settings are, written for its owner alone."""

import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from bot.config.district import PACKAGE_DATA
from bot.config.settings import SettingsError

OURS = 0o600
LINE_ENDS = {"\r", "\n"}
EXAMPLE = PACKAGE_DATA / ".env.example"
_PLAIN = re.compile(r"[^\s'\"#\\$`]+(?: [^\s'\"#\\$`]+)*")


class EnvFile:
    """Text of `.env` and what it says; without a file, the text of the example."""

    def __init__(self, path: Path) -> None:
        """Read it. Raises SettingsError when it cannot be read."""
        self.path = path.resolve()
        try:
            self._text = self.path.read_bytes().decode("utf-8-sig") if self.path.exists() else None
        except (UnicodeDecodeError, OSError):
            raise SettingsError([".env: файл не читается; сохраните его в кодировке UTF-8 и откройте на чтение"]) from None

    @property
    def is_there(self) -> bool:
        """Whether there was a file."""
        return self._text is not None

    def values(self) -> dict[str, str]:
        """What the file says, keys in capitals."""
        return read_values(self._text or "")

    def write(self, values: Mapping[str, str]) -> bool:
        """Change the lines of these keys and nothing else; whether anything changed. Raises SettingsError, OSError."""
        text = self._text if self._text is not None else _example()
        for key, value in values.items():
            text = _with(text, key, value)
        said = read_values(text)
        if odd := [key for key, value in values.items() if said.get(key, "") != value or LINE_ENDS & {*value}]:
            raise SettingsError([f"{key}: такое значение в .env не записать, впишите его руками" for key in odd])
        if text == self._text:
            self.path.chmod(OURS)
            return False
        _replace(self.path, text.encode())
        self._text = text
        return True


def read_values(text: str) -> dict[str, str]:
    """Keys in capitals with their values, of a text written as `.env` is."""
    return {key.upper(): value or "" for key, value in dotenv_values(stream=StringIO(text)).items()}


def _example() -> str:
    return EXAMPLE.read_text(encoding="utf-8") if EXAMPLE.exists() else ""


def _with(text: str, key: str, value: str) -> str:
    line = re.compile(rf"^(?:export[ \t]+)?{key}[ \t]*=[^\r\n]*", re.MULTILINE | re.IGNORECASE)
    if read_values(text).get(key) == value:
        return text
    said = f"{key}={_quoted(value)}"
    if line.search(text):
        return line.sub(lambda _found: said, text)
    return text + ("" if not text or text.endswith("\n") else "\n") + said + "\n"


def _quoted(value: str) -> str:
    if not value or _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _replace(path: Path, content: bytes) -> None:
    """All or nothing: a file beside it, flushed, then renamed over it."""
    made = path.with_name(f"{path.name}.new")
    made.unlink(missing_ok=True)
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OURS)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    made.replace(path)
