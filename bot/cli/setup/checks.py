"""Checks of one answer at once: the district, the database, Telegram, VK."""

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from sqlalchemy.engine import make_url

from bot.cli.check import NOT_KNOWN, PATIENCE, way_to
from bot.cli.check_watching import NO_MAIL, check_heartbeat, check_mail
from bot.config.district import DistrictError, load_district
from bot.config.settings import Settings
from bot.reading.vk_access import readers_of
from bot.storage.engine.errors import NEWER, OLDER, StorageError
from bot.storage.engine.sqlite_probe import check_file
from bot.storage.engine.storage import open_storage
from bot.telegram.adapter import make_bot
from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import VkError
from incidents.ids import DistrictId


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether the answer is well (None: it could not be asked, or the bot works without it), words, and other keys it tells."""

    is_well: bool | None
    words: str
    found: Mapping[str, str] = field(default_factory=dict)


SPACE = 5 * 2**30  # bytes that a year of a district asks for


async def check_district(settings: Settings) -> Seen:
    """Its folder is there and says no nonsense."""
    try:
        district = load_district(settings.district.profile, settings.district.timezone)
    except DistrictError as error:
        return Seen(False, f"Округ: {error.user_text}")
    return Seen(True, f"Округ: {district.title}, отделов {len(district.departments)}, {district.timezone}")


async def check_base(settings: Settings) -> Seen:
    """It opens for writing, or can be made; nothing is made."""
    try:
        if settings.database.is_sqlite and (missing := await asyncio.to_thread(_check_sqlite, settings.database.url)):
            return missing
        storage = await open_storage(settings.database.url, DistrictId("setup"))
    except StorageError as error:
        return Seen(False, error.user_text)
    try:
        await storage.migrated()
    except StorageError as error:
        if error.user_text == NEWER:
            return Seen(False, NEWER)
        assert error.user_text == OLDER
        return Seen(True, "База: открывается на запись, поднимем её до этой версии")
    finally:
        await storage.close()
    return Seen(True, "База: открывается на запись, версия эта")


def _check_sqlite(url: str) -> Seen | None:
    parsed = make_url(url)
    file = Path(str(parsed.database))
    if not file.exists():
        return _place(file)
    check_file(parsed, must_exist=True)
    return None


def _place(file: Path) -> Seen:
    if not file.parent.is_dir():
        return Seen(False, f"Папки {file.parent} нет: создайте её или назовите другую")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        return Seen(False, f"В папку {file.parent} нельзя писать: проверьте её владельца")
    if (free := shutil.disk_usage(file.parent).free) < SPACE:
        return Seen(None, f"База: будет в {file}, а на диске {free / 2**30:.1f} ГБ; на год нужно около {SPACE >> 30}")
    return Seen(True, f"База: будет в {file}")


async def check_telegram(settings: Settings) -> Seen:
    """Telegram knows the token (getMe)."""
    telegram = settings.telegram
    if telegram.token is None:
        return Seen(False, "Telegram: без токена боту не с кем говорить; его выдаёт @BotFather, команда /newbot")
    bot = make_bot(
        telegram.token.get_secret_value(),
        api_base=telegram.api_base,
        proxy=telegram.proxy.get_secret_value() if telegram.proxy else None,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            return Seen(True, f"Telegram: отвечает @{(await bot.get_me()).username}")
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Seen(False, NOT_KNOWN)
    except (AiogramError, TimeoutError, OSError):
        return Seen(None, f"Telegram: бот не отвечает, {way_to(telegram)}")
    finally:
        await bot.session.close()


async def check_reading(settings: Settings) -> Seen:
    """VK takes every reading key."""
    reader = readers_of(settings.vk)
    if reader is None:
        return Seen(None, "ВК: без сервисного ключа стены не читаются; впишете потом, запустите otklik setup ещё раз")
    try:
        for client in reader.clients:
            await client.call("utils.getServerTime")
    except VkError as error:
        return _refused(error, "сервисный ключ")
    finally:
        for client in reader.clients:
            client.close()
    return Seen(True, f"ВК: сервисный ключ принят{'' if len(reader.clients) == 1 else f', ключей {len(reader.clients)}'}")


async def check_answering(settings: Settings) -> Seen:
    """VK takes the community's key and tells its number."""
    key = settings.vk.group_token
    if key is None:
        return Seen(None, "ВК: без ключа сообщества ответы придётся вставлять руками")
    client = VkClient(key, kind="group", api_base=settings.vk.api_base)
    try:
        answer = await client.call("groups.getById")
        group = (answer["groups"] if isinstance(answer, dict) else answer)[0]
        number = int(group["id"])
    except VkError as error:
        return _refused(error, "ключ сообщества")
    except (KeyError, IndexError, TypeError, ValueError):
        return Seen(False, "ВК, ключ сообщества: ВК не сказал, чей он; нужен ключ из управления сообществом, «Работа с API»")
    finally:
        client.close()
    return Seen(True, f"ВК: отвечаем от имени «{group.get('name', '')}», номер {number}", {"VK__GROUP_ID": str(number)})


async def check_editor(settings: Settings) -> Seen:
    """VK takes the editor's key, and it is a person's."""
    key = settings.vk.user_token
    if key is None:
        return Seen(None, "ВК: без ключа редактора ответы на чужих стенах вставляют руками, фото под ответы не выходят")
    client = VkClient(key, kind="user", api_base=settings.vk.api_base)
    try:
        is_person = bool(await client.call("users.get"))
    except VkError as error:
        return _refused(error, "ключ редактора")
    finally:
        client.close()
    if not is_person:
        return Seen(False, "ВК: это не ключ человека, нужен ключ редактора сообщества")
    return Seen(True, "ВК: ключ редактора принят")


async def check_walls(settings: Settings) -> Seen:
    """VK knows every wall."""
    reader, walls = readers_of(settings.vk), settings.vk.walls
    if not walls:
        return Seen(None, "ВК: стен пока нет; координатор добавит их в чате, /sources")
    if reader is None:
        return Seen(None, "ВК: стены читать нечем")
    try:
        unknown = [wall.address for wall in walls if not await _is_known(reader, wall.address)]
    except VkError as error:
        return _refused(error, "стены")
    finally:
        for client in reader.clients:
            client.close()
    if unknown:
        return Seen(False, f"ВК: стена «{unknown[0]}» не находится")
    return Seen(True, f"ВК: стен {len(walls)}")


async def _is_known(reader: Caller, address: str) -> bool:
    if address.isdigit():  # a person's page: only reading it would tell
        return True
    try:
        answer = await reader.call("groups.getById", group_id=address.removeprefix("-"))
    except VkError as error:
        if error.code is None or error.policy.token:
            raise
        return False
    return bool(answer["groups"] if isinstance(answer, dict) else answer)


async def check_call(settings: Settings) -> Seen:
    """Whom to call; nobody is called."""
    call = settings.health.call
    return Seen(True, f"Звонить: {call}") if call else Seen(None, "Кому звонить, когда болен бот, не сказано")


async def check_sign_of_life(settings: Settings) -> Seen:
    """Somebody takes the heartbeat."""
    return Seen(*await check_heartbeat(settings.http))


async def check_readers(settings: Settings) -> Seen:
    """Who reads letters; the server is asked when the last of it is known."""
    mail = settings.mail
    return Seen(True, f"Почта: {', '.join(mail.to)}") if mail.to else Seen(*NO_MAIL)


async def check_letters(settings: Settings) -> Seen:
    """The mail server takes us; no letter is sent."""
    return Seen(*await check_mail(settings.mail))


def _refused(error: VkError, what: str) -> Seen:
    """VK's word against the answer, or VK that is not there."""
    words = f"ВК, {what}: {error.policy.source[:1].lower() + error.policy.source[1:]}".replace(": вК", ": ВК")
    return Seen(False, words) if error.code is not None else Seen(None, f"{words}; проверьте интернет на сервере и VK__API_BASE")
