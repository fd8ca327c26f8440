"""The questions of `otklik setup`, ten at most, in the order they are asked."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from bot.cli.setup import checks
from bot.cli.setup.draft import Draft
from bot.config.district import PACKAGE_DATA
from bot.config.settings import DEFAULT_DATABASE, DistrictSettings, Settings


def _always(_draft: Draft) -> bool:
    return True


def _empty(_draft: Draft) -> str:
    return ""


def _as_it_is(answer: str) -> str:
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One setting: what to ask, what is sane, and how to see at once that it works."""

    key: str
    text: str
    hint: Callable[[Draft], str] = _empty
    is_secret: bool = False
    is_asked: Callable[[Draft], bool] = _always
    default: Callable[[Draft], str] = _empty
    tidy: Callable[[str], str] = _as_it_is
    check: Callable[[Settings], Coroutine[None, None, checks.Seen]]


def districts() -> list[str]:
    """Folders of districts that are here, as DISTRICT__PROFILE names them."""
    found = {folder.parent.name for root in (Path.cwd(), PACKAGE_DATA) for folder in root.glob("districts/*/district.toml")}
    return sorted(f"districts/{name}" for name in found)


def _folder(answer: str) -> str:
    return answer if "/" in answer or not answer else f"districts/{answer}"


def _own_wall(draft: Draft) -> str:
    number = draft.value("VK__GROUP_ID")
    return f"-{number}" if number else ""


QUESTIONS = (
    Question(
        key="DISTRICT__PROFILE",
        text="Папка округа",
        hint=lambda _draft: f"есть: {', '.join(districts())}",
        default=lambda _draft: DistrictSettings().profile.as_posix(),
        tidy=_folder,
        check=checks.check_district,
    ),
    Question(
        key="DATABASE__URL",
        text="База",
        hint=lambda _draft: "файл рядом с ботом или postgresql+asyncpg://имя:пароль@узел/база",
        default=lambda _draft: DEFAULT_DATABASE,
        check=checks.check_base,
    ),
    Question(
        key="TELEGRAM__TOKEN",
        text="Токен бота Telegram",
        hint=lambda _draft: "его выдаёт @BotFather, команда /newbot",
        is_secret=True,
        check=checks.check_telegram,
    ),
    Question(
        key="TELEGRAM__PROXY",
        text="Прокси к Telegram",
        hint=lambda _draft: "из этой сети Telegram не виден; socks5://имя:пароль@узел:порт или http://узел:порт",
        is_secret=True,
        is_asked=lambda draft: not draft.has_telegram,
        check=checks.check_telegram,
    ),
    Question(
        key="VK__SERVICE_TOKEN",
        text="Сервисный ключ приложения ВКонтакте",
        hint=lambda _draft: "им читаются стены; несколько ключей через запятую",
        is_secret=True,
        check=checks.check_reading,
    ),
    Question(
        key="VK__GROUP_TOKEN",
        text="Ключ сообщества администрации",
        hint=lambda _draft: "им отвечаем; управление сообществом, «Работа с API», права «управление», «стена», «сообщения»",
        is_secret=True,
        check=checks.check_answering,
    ),
    Question(
        key="VK__GROUP_ID",
        text="Номер этого сообщества, без минуса",
        is_asked=lambda draft: bool(draft.value("VK__GROUP_TOKEN")) and not draft.value("VK__GROUP_ID"),
        check=checks.check_answering,
    ),
    Question(
        key="VK__USER_TOKEN",
        text="Ключ редактора сообщества",
        hint=lambda _draft: "им отвечаем на чужих стенах и прикладываем фото; можно без него",
        is_secret=True,
        is_asked=lambda draft: bool(draft.value("VK__GROUP_TOKEN")),
        check=checks.check_editor,
    ),
    Question(
        key="VK__WALLS",
        text="Стены, которые читать",
        hint=lambda _draft: "через запятую: -12345, имя или ссылка; координатор добавит и в чате, /sources",
        is_asked=lambda draft: bool(draft.value("VK__SERVICE_TOKEN")),
        default=_own_wall,
        check=checks.check_walls,
    ),
    Question(
        key="HEALTH__CALL",
        text="Кому звонить, когда бот болен",
        hint=lambda _draft: "прочтут координаторы: имя, отдел, телефон",
        check=checks.check_call,
    ),
)
