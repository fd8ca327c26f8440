"""`otklik check`: settings, district, database, tokens; one line each, nothing is changed anywhere."""

from collections.abc import Sequence
from datetime import datetime

from bot.district import District, DistrictError, load_district
from bot.invite import bot_name
from bot.settings import TELEGRAM_API, Settings, TelegramSettings, VkSettings
from bot.storage import StorageError, open_storage
from collectors.vk import VkClient
from collectors.vk.check import check_vk
from collectors.vk.errors import VkError

Line = tuple[bool, str]


async def check_all(settings: Settings) -> Sequence[Line]:
    """Every line as (whether it is well, what to read). Raises nothing that a setting can cause."""
    lines = [(True, "Настройки: разобраны без ошибок")]
    try:
        district = load_district(settings.district.profile, settings.district.timezone)
    except DistrictError as error:
        lines.append((False, f"Округ: {error.user_text}"))
    else:
        lines += _about_district(district, settings.demo.make_clock().now())
        lines.append(await _database(settings.database.url, district))
    lines.append(await _telegram(settings.telegram))
    lines += await _vk(settings.vk)
    return lines


def _about_district(district: District, now: datetime) -> list[Line]:
    lines = [(True, f"Округ: {district.title}, отделов {len(district.departments)}, правил {len(district.rules)}, {district.timezone}")]
    if warning := district.decrees.warning(now.astimezone(district.timezone)):
        lines.append((False, f"Календарь: {warning}"))
    return lines


async def _database(url: str, district: District) -> Line:
    try:
        storage = await open_storage(url, district.id)
        try:
            await storage.migrated()
        finally:
            await storage.close()
    except StorageError as error:
        return False, error.user_text
    return True, "База: открывается на запись, версия эта"


async def _telegram(telegram: TelegramSettings) -> Line:
    if telegram.token is None:
        return False, "Telegram: нет токена (TELEGRAM__TOKEN), его выдаёт @BotFather"
    name = await bot_name(telegram)
    if name is None:
        way = "проверьте TELEGRAM__TOKEN и TELEGRAM__PROXY" if telegram.api_base == TELEGRAM_API else f"ждали ответа от {telegram.api_base}"
        return False, f"Telegram: бот не отвечает, {way}"
    return True, f"Telegram: отвечает @{name}"


async def _vk(vk: VkSettings) -> Sequence[Line]:
    reader = VkClient(vk.service_token, kind="service", api_base=vk.api_base) if vk.service_token else None
    writer = VkClient(vk.group_token, kind="group", api_base=vk.api_base) if vk.group_token else None
    lines: list[Line] = [] if vk.walls else [(False, "ВК: ни одной стены в VK__WALLS, читать нечего")]
    owners: list[int] = []
    try:
        for wall in vk.walls:
            owner = await owner_of(reader, wall.address) if reader else None
            if owner is not None:
                owners.append(owner)
            elif reader:
                lines.append((False, f"ВК: стена «{wall.address}» не находится, проверьте VK__WALLS"))
        return [*lines, *await check_vk(reader=reader, writer=writer, group_id=vk.group_id, owner_ids=owners)]
    finally:
        for client in (reader, writer):
            if client:
                client.close()


async def owner_of(reader: VkClient, address: str) -> int | None:
    """The owner id behind an address of VK__WALLS; None when VK knows no such community."""
    if address.lstrip("-").isdigit():
        return int(address)
    try:
        answer = await reader.call("groups.getById", group_id=address)
        group = (answer["groups"] if isinstance(answer, dict) else answer)[0]
        return -int(group["id"])
    except (VkError, KeyError, IndexError, TypeError, ValueError):
        return None
