"""The questions of `otklik setup`: fifteen at most, in their order."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from bot.cli.setup import checks
from bot.cli.setup.gathered import Gathered
from bot.config.district import PACKAGE_DATA
from bot.config.settings import DEFAULT_DATABASE, DistrictSettings, Settings


def _always(_gathered: Gathered) -> bool:
    return True


def _empty(_gathered: Gathered) -> str:
    return ""


def _as_it_is(answer: str) -> str:
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupQuestion:
    """One setting: what to ask, what is sane, and how to see at once that it works."""

    key: str
    text: str
    hint: Callable[[Gathered], str] = _empty
    is_secret: bool = False
    is_asked: Callable[[Gathered], bool] = _always
    default: Callable[[Gathered], str] = _empty
    tidy: Callable[[str], str] = _as_it_is
    check: Callable[[Settings], Coroutine[None, None, checks.Seen]]


def districts() -> list[str]:
    """Folders of districts that are here, as DISTRICT__PROFILE names them."""
    found = {folder.parent.name for root in (Path.cwd(), PACKAGE_DATA) for folder in root.glob("districts/*/district.toml")}
    return sorted(f"districts/{name}" for name in found)


def _folder(answer: str) -> str:
    return answer if "/" in answer or not answer else f"districts/{answer}"


def _writes(gathered: Gathered) -> bool:
    return bool(gathered.value("MAIL__TO"))


def _own_wall(gathered: Gathered) -> str:
    number = gathered.value("VK__GROUP_ID")
    return f"-{number}" if number else ""


QUESTIONS = (
    SetupQuestion(
        key="DISTRICT__PROFILE",
        text="Папка округа",
        hint=lambda _gathered: f"есть: {', '.join(districts())}",
        default=lambda _gathered: DistrictSettings().profile.as_posix(),
        tidy=_folder,
        check=checks.check_district,
    ),
    SetupQuestion(
        key="DATABASE__URL",
        text="База",
        hint=lambda _gathered: "файл рядом с ботом или postgresql+asyncpg://имя:пароль@узел/база",
        default=lambda _gathered: DEFAULT_DATABASE,
        check=checks.check_base,
    ),
    SetupQuestion(
        key="TELEGRAM__TOKEN",
        text="Токен бота Telegram",
        hint=lambda _gathered: "его выдаёт @BotFather, команда /newbot",
        is_secret=True,
        check=checks.check_telegram,
    ),
    SetupQuestion(
        key="TELEGRAM__PROXY",
        text="Прокси к Telegram",
        hint=lambda _gathered: "из этой сети Telegram не виден; socks5://имя:пароль@узел:порт или http://узел:порт",
        is_secret=True,
        is_asked=lambda gathered: not gathered.has_telegram,
        check=checks.check_telegram,
    ),
    SetupQuestion(
        key="VK__SERVICE_TOKEN",
        text="Сервисный ключ приложения ВКонтакте",
        hint=lambda _gathered: "им читаются стены; несколько ключей через запятую",
        is_secret=True,
        check=checks.check_reading,
    ),
    SetupQuestion(
        key="VK__GROUP_TOKEN",
        text="Ключ сообщества администрации",
        hint=lambda _gathered: "им отвечаем; управление сообществом, «Работа с API», права «управление», «стена», «сообщения»",
        is_secret=True,
        check=checks.check_answering,
    ),
    SetupQuestion(
        key="VK__GROUP_ID",
        text="Номер этого сообщества, без минуса",
        is_asked=lambda gathered: bool(gathered.value("VK__GROUP_TOKEN")) and not gathered.value("VK__GROUP_ID"),
        check=checks.check_answering,
    ),
    SetupQuestion(
        key="VK__USER_TOKEN",
        text="Ключ редактора сообщества",
        hint=lambda _gathered: "им отвечаем на чужих стенах и прикладываем фото; можно без него",
        is_secret=True,
        is_asked=lambda gathered: bool(gathered.value("VK__GROUP_TOKEN")),
        check=checks.check_editor,
    ),
    SetupQuestion(
        key="VK__WALLS",
        text="Стены, которые читать",
        hint=lambda _gathered: "через запятую: -12345, имя или ссылка; координатор добавит и в чате, /sources",
        is_asked=lambda gathered: bool(gathered.value("VK__SERVICE_TOKEN")),
        default=_own_wall,
        check=checks.check_walls,
    ),
    SetupQuestion(
        key="HEALTH__CALL",
        text="Кому звонить, когда бот болен",
        hint=lambda _gathered: "прочтут координаторы: имя, отдел, телефон",
        check=checks.check_call,
    ),
    SetupQuestion(
        key="HTTP__HEARTBEAT_URL",
        text="Адрес, который бот открывает раз в минуту, пока здоров",
        hint=lambda _gathered: "его даёт служба, которая позвонит, когда бот замолчит; можно без него",
        is_secret=True,
        check=checks.check_sign_of_life,
    ),
    SetupQuestion(
        key="MAIL__TO",
        text="Кому писать на почту, если Telegram пропадёт",
        hint=lambda _gathered: "адреса через запятую; можно без них",
        check=checks.check_readers,
    ),
    SetupQuestion(
        key="MAIL__HOST",
        text="Почтовый сервер, через который писать",
        hint=lambda _gathered: "например smtp.konakovo.example; порт 465, другой впишите в MAIL__PORT",
        is_asked=_writes,
        check=checks.check_readers,
    ),
    SetupQuestion(
        key="MAIL__USER",
        text="Имя для входа на него",
        hint=lambda _gathered: "обычно это адрес, от которого письмо",
        is_asked=_writes,
        check=checks.check_readers,
    ),
    SetupQuestion(
        key="MAIL__PASSWORD",
        text="Пароль",
        hint=lambda _gathered: "почта часто даёт программам отдельный пароль",
        is_secret=True,
        is_asked=_writes,
        check=checks.check_letters,
    ),
)
