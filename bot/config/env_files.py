"""Files of districts (`run --env`): each is one district's settings, read strictly."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.config.settings import Settings, SettingsError, known_keys, load_settings
from bot.config.settings_of_values import settings_of

NEEDED = ("TELEGRAM__TOKEN", "DISTRICT__PROFILE", "DATABASE__URL")
"""Keys that a file of a district must have: the defaults would be another district's."""

_LACKS = {
    "TELEGRAM__TOKEN": "нет токена бота; его выдаёт @BotFather",
    "DISTRICT__PROFILE": "не сказано, какой это округ; впишите папку профиля, например districts/konakovo",
    "DATABASE__URL": "не сказано, какая база; впишите ту же, что в других файлах",
}


@dataclass(frozen=True, slots=True)
class EnvSettings:
    """Settings of one district, with the file that says them."""

    file: Path
    settings: Settings


def read_env_files(files: Sequence[Path]) -> Sequence[EnvSettings]:
    """Read each file by itself: the environment and `.env` say nothing here. Raises SettingsError with all mistakes at once."""
    found, mistakes = [], list(_named_twice(files))
    for file in dict.fromkeys(files):  # one that is named twice is said so and read once
        try:
            found.append(EnvSettings(file, read_env_file(file)))
        except SettingsError as error:
            mistakes += error.lines
    if mistakes:
        raise SettingsError(mistakes)
    return found


def read_env_file(file: Path) -> Settings:
    """Settings of one file alone. Raises SettingsError, each line names the file."""
    try:
        return _settings(_values(file))
    except SettingsError as error:
        raise SettingsError([f"{file}: {line}" for line in error.lines]) from None


def _settings(values: Mapping[str, str]) -> Settings:
    lacks = [f"{key}: {_LACKS[key]}" for key in NEEDED if not values.get(key)]
    try:
        settings = settings_of(values)
    except SettingsError as error:
        raise SettingsError([*lacks, *error.lines]) from None
    if lacks:
        raise SettingsError(lacks)
    return settings


def settings_from(file: Path | None) -> Settings:
    """Settings of a district's file; None: of `.env` and the environment. Raises SettingsError."""
    return load_settings() if file is None else read_env_file(file)


def ignored_keys() -> tuple[str, ...]:
    """Settings of the environment that files of districts make void, as they are written."""
    known = set(known_keys())
    return tuple(sorted({name.upper() for name in os.environ} & known))


def _named_twice(files: Sequence[Path]) -> Iterator[str]:
    for file, times in Counter(file.resolve() for file in files).items():
        if times > 1:
            yield f"{file.name}: этот файл назван не один раз, каждому округу нужен свой"


def _values(file: Path) -> dict[str, str]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(["такого файла нет"]) from None
    except UnicodeDecodeError:
        raise SettingsError(["файл не читается; сохраните его в кодировке UTF-8"]) from None
    except OSError as error:
        raise SettingsError([f"файл не открывается ({error.strerror}); читать его должен тот, кто запускает бота"]) from None
    said = [binding for binding in parse_stream(StringIO(text)) if binding.error or binding.key is not None]
    if mistakes := [*_unread(said), *_repeated(said)]:
        raise SettingsError(mistakes)
    return {str(each.key).upper(): each.value or "" for each in said}


def _unread(said: Sequence[Binding]) -> Iterator[str]:
    for each in said:
        if each.error or each.value is None:
            blank = len(each.original.string) - len(each.original.string.lstrip("\n"))
            yield f"строка {each.original.line + blank}: не разбирается, нужно КЛЮЧ=значение"
        elif "${" in each.value:
            yield f"{str(each.key).upper()}: подстановки ${{…}} здесь не работают, впишите само значение"


def _repeated(said: Sequence[Binding]) -> Iterator[str]:
    keys = Counter(str(each.key).upper() for each in said if each.key is not None)
    yield from (f"{key}: задан дважды, оставьте одну строку" for key, times in keys.items() if times > 1)
