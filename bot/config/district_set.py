"""Districts of one process: their files are checked against one another."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config.district import District, DistrictError, load_district
from bot.config.env_files import EnvSettings, read_env_files
from bot.config.file_rights import is_open_to_others
from bot.config.settings import BackupSettings, Settings, SettingsError

SHARED_KEY = "ВК: в {file} тот же ключ, что в {first}; пределы ВК на ключ, а каждый округ считает их своими: заведите второй"

SHARED_WALL = "ВК: стену {wall} из {file} читает и {first}; о каждом посте оттуда заведут карточку оба округа, оставьте её в одном"
TWICE = "жителям ответили бы дважды, впишите своё"


@dataclass(frozen=True, slots=True)
class Member:
    """A district of the process."""

    file: Path
    settings: Settings
    district: District


def load_set(files: Sequence[Path], only: Collection[str] = ()) -> Sequence[Member]:
    """Districts of these files. Raises SettingsError with every mistake that a file has, or that two of them make together."""
    found = read_env_files(files)
    members, mistakes = [], []
    for each in found:
        try:
            district = load_district(each.settings.district.profile, each.settings.district.timezone)
        except DistrictError as error:
            mistakes.append(f"{each.file}: {error.user_text}")
        else:
            members.append(Member(each.file, each.settings, district))
    mistakes += [*_clashes(found, members), *([] if not only else _parts(found))]
    if mistakes:
        raise SettingsError(mistakes)
    return [Member(each.file, _one_copy(number, each.settings), each.district) for number, each in enumerate(members)]


def open_files(files: Sequence[Path]) -> Sequence[Path]:
    """Files with tokens that others than their owner may read."""
    return [file for file in files if is_open_to_others(file)]


def shared_keys(members: Sequence[Member]) -> Sequence[str]:
    """Lines about keys of VK that two districts have: its limits are of a key, and each counts them as its own alone."""
    known: dict[str, Path] = {}
    for each in members:
        for key in _vk_keys(each.settings):
            known.setdefault(key, each.file)
    return [
        SHARED_KEY.format(file=each.file, first=known[key])
        for each in members
        for key in _vk_keys(each.settings)
        if known[key] != each.file
    ]


def shared_walls(members: Sequence[Member]) -> Sequence[str]:
    """Lines about walls that two districts read: each makes a card of every post."""
    known: dict[str, Path] = {}
    walls = [(each.file, wall.address) for each in members for wall in each.settings.vk.walls]
    return [SHARED_WALL.format(wall=wall, file=file, first=known[wall]) for file, wall in walls if known.setdefault(wall, file) != file]


def _vk_keys(settings: Settings) -> Sequence[str]:
    said = (settings.vk.service_token, settings.vk.group_token, settings.vk.user_token)
    return [key.strip() for each in said if each for key in each.get_secret_value().split(",") if key.strip()]


def _parts(found: Sequence[EnvSettings]) -> Iterator[str]:
    if any(each.settings.database.is_sqlite for each in found):
        yield "DATABASE__URL: run --only делит работу между процессами, для этого нужен postgresql+asyncpg://…, а не SQLite"


def _clashes(found: Sequence[EnvSettings], members: Sequence[Member]) -> Iterator[str]:
    yield from _same(found, _bot_of, "TELEGRAM__TOKEN: тот же бот, что в {first}; каждому округу нужен свой, от @BotFather")
    yield from _same(found, lambda s: s.vk.group_id, f"VK__GROUP_ID: это сообщество уже отвечает в {{first}}; {TWICE}")
    yield from _same(found, _group_key_of, f"VK__GROUP_TOKEN: ключ того же сообщества, что в {{first}}; {TWICE}")
    by_name = [EnvSettings(each.file, each.settings) for each in members]
    names = {each.file: each.district.id for each in members}
    for later, first in _pairs(by_name, lambda each: names[each.file]):
        yield f"{later}: DISTRICT__PROFILE: округ «{names[later]}» уже в {first}; имя округа — это имя его папки"
    yield from _differ(found, _base_of, "DATABASE__URL: база не та, что в {first}; округа одного процесса живут в одной базе")
    yield from _differ(
        found, lambda s: (s.log.level, s.log.as_json), "LOG__LEVEL, LOG__JSON: журнал у процесса один, впишите как в {first}"
    )
    yield from _same(found, _door_of, "HTTP__PORT: порт уже занят округом из {first}; выберите другой")
    yield from _same(found, lambda s: s.health.file and s.health.file.resolve(), "HEALTH__FILE: этот файл уже у округа из {first}")
    yield from _same(found, _heartbeat_of, "HTTP__HEARTBEAT_URL: тот же адрес, что в {first}; заболеет один округ, и никто не узнает")
    yield from _pages(found)
    yield from _copies(found)


def _pages(found: Sequence[EnvSettings]) -> Iterator[str]:
    """One health page a process, on no district's port."""
    with_page = [each for each in found if each.settings.http.health_port is not None]
    one_page = "HTTP__HEALTH_PORT: страница здоровья у процесса одна; впишите как в {first} или уберите"
    yield from _differ(with_page, lambda s: (s.http.health_host, s.http.health_port), one_page)
    doors = {each.settings.http.port: each.file for each in found if _door_of(each.settings)}
    for each in with_page:
        port = each.settings.http.health_port
        if port in doors and doors[port] != each.file:
            yield f"{each.file}: HTTP__HEALTH_PORT: порт {port} слушает округ из {doors[port]} (HTTP__PORT); выберите другой"


def _copies(found: Sequence[EnvSettings]) -> Iterator[str]:
    """One base, one copy of the night: the first file says how."""
    for each in found[1:]:
        if each.settings.backup not in (found[0].settings.backup, BackupSettings()):
            yield f"{each.file}: BACKUP__…: база одна, её ночную копию задаёт {found[0].file}; уберите отсюда или впишите так же"


def _one_copy(number: int, settings: Settings) -> Settings:
    if number == 0:
        return settings
    return settings.model_copy(update={"backup": settings.backup.model_copy(update={"nightly": False})})


def _bot_of(settings: Settings) -> str | None:
    token = settings.telegram.token
    return token.get_secret_value().partition(":")[0] if token else None


def _group_key_of(settings: Settings) -> str | None:
    """The key of the community that answers."""
    token = settings.vk.group_token
    return token.get_secret_value().strip() if token else None


def _base_of(settings: Settings) -> str:
    scheme, _, path = settings.database.url.partition(":///")
    return f"{scheme}:///{Path(path).resolve()}" if settings.database.is_sqlite else settings.database.url


def _door_of(settings: Settings) -> int | None:
    """The port where Telegram or VK bring events; None: nobody does."""
    is_open = settings.telegram.webhook_url is not None or settings.vk.callback_secret is not None
    return settings.http.port if is_open else None


def _heartbeat_of(settings: Settings) -> str | None:
    address = settings.http.heartbeat_url
    return address.get_secret_value() if address else None


def _same(found: Sequence[EnvSettings], of: Callable[[Settings], Hashable], line: str) -> Iterator[str]:
    """A line for each file whose value (None is none) another file has already."""
    for later, first in _pairs(found, lambda each: of(each.settings)):
        yield f"{later}: {line.format(first=first)}"


def _pairs(found: Sequence[EnvSettings], of: Callable[[EnvSettings], Hashable]) -> Iterator[tuple[Path, Path]]:
    known: dict[Hashable, Path] = {}
    for each in found:
        value = of(each)
        if value is not None and known.setdefault(value, each.file) != each.file:
            yield each.file, known[value]


def _differ(found: Sequence[EnvSettings], of: Callable[[Settings], Hashable], line: str) -> Iterator[str]:
    """A line for each file that says another thing than the first one."""
    for each in found[1:]:
        if of(each.settings) != of(found[0].settings):
            yield f"{each.file}: {line.format(first=found[0].file)}"
