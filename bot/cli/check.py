"""`otklik check`: settings, district, database, people, tokens.

A line each, with how to mend what is missing. Changes nothing.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import User

from bot.cli.check_backups import check_backups
from bot.cli.check_feeds import check_feeds
from bot.cli.check_groups import check_groups
from bot.cli.check_watching import check_watching
from bot.config.district import District, DistrictError, load_district
from bot.config.file_rights import rights_line
from bot.config.missing import NO_COORDINATOR
from bot.config.settings import TELEGRAM_API, Settings, TelegramSettings
from bot.config.settings_networks import VkSettings
from bot.delivery.chat_checks import chat_line
from bot.delivery.group_preflight import group_line
from bot.reading.feed_access import FeedAccess
from bot.reading.vk_access import events_way, hears_own, readers_of, reading_keys
from bot.storage.engine.errors import StorageError
from bot.storage.engine.storage import open_storage
from bot.telegram.adapter import make_bot
from collectors.vk.check import Line, check_vk
from collectors.vk.check_budget import budget_line, check_tokens, old_posts_line, search_line
from collectors.vk.check_events import check_events
from collectors.vk.client import Caller, VkClient
from collectors.vk.errors import VkError
from handlers.kit.russian_time import kept_for
from incidents.danger.phones import FILE
from incidents.official import IN_DEPARTMENT, Department, Official, Role
from incidents.posts import Network, Source
from incidents.recipients import in_role
from incidents.routing.rule_changes import all_rules
from incidents.sources.chats import SourceChat

PATIENCE = 10.0  # seconds to wait for Telegram
ADDED = (Network.OK, Network.FEED)  # networks whose sources of the chat are asked for too
NOT_KNOWN = "Telegram: токен не подходит; возьмите его снова у @BotFather (/mybots, API Token) и впишите в TELEGRAM__TOKEN"
NOT_APART = "База: роль PostgreSQL видит строки всех округов (она суперпользователь или BYPASSRLS), возьмите обычную: docs/operations.md"
NAMED = 4  # so many departments or telephones are named, the others are counted


async def check_all(settings: Settings, copied_by: str | None = None) -> Sequence[Line]:
    """Every line as (whether it is well, what to read); None: worth mending, but the bot works. Raises nothing a setting can cause.

    `copied_by`: another file, whose settings are those of the copies.
    """
    lines: list[Line] = [(True, "Настройки: разобраны без ошибок")]
    connected: list[Department] = []
    added: list[Source] = []
    chats: list[SourceChat] = []
    clock, district = settings.demo.make_clock(), None
    try:
        district = load_district(settings.district.profile, settings.district.timezone)
    except DistrictError as error:
        lines.append((False, f"Округ: {error.user_text}"))
    else:
        lines += _about_district(district, clock.now())
        lines += await _database(settings.database.url, district, connected, added, chats)
        lines += await asyncio.to_thread(check_backups, settings, district.id, clock.now().astimezone(district.timezone), copied_by)
    lines += await check_watching(settings)
    if (rights := rights_line(settings.database.url)) is not None:
        lines.append((None, rights))
    lines += await _telegram(settings.telegram, connected, chats)
    lines += await _vk(settings.vk, float(settings.schedule.poll_seconds))
    if district is not None and settings.vk.search and district.questions and (readers := reading_keys(settings.vk)):
        lines.append(search_line(len(district.questions), 1 if settings.vk.user_token else readers))
    lines += await check_groups(settings.ok, [each for each in added if each.network is Network.OK])
    if district is not None:
        feeds = [each for each in added if each.network is Network.FEED]
        lines += await check_feeds(FeedAccess(settings.feeds, district, clock), feeds, zone=district.timezone, now=clock.now())
    return lines


def _about_district(district: District, now: datetime) -> list[Line]:
    title = (
        f"Округ: {district.title}, отделов {len(district.departments)}, правил {len(list(all_rules(district.rules)))}, {district.timezone}"
    )
    lines: list[Line] = [(True, title)]
    if warning := district.decrees.warning(now.astimezone(district.timezone)):
        lines.append((None, f"Календарь: {warning}"))
    if examples := [each.title for each in district.phones if each.is_example]:
        why = f"под «Позвонить» стоят примеры, по ним никто не ответит ({_some(examples)})"
        lines.append((False, f"Телефоны: {why}; впишите настоящие: {district.folder / FILE}"))
    if unsaid := [f"{name} ({kept_for(getattr(district.keep, name))})" for name in district.unsaid_terms]:
        lines.append((None, f"Хранение: в norms.toml, [keep], сроков нет, взяли обычные: {', '.join(unsaid)}"))
    return lines


def _some(titles: Sequence[str]) -> str:
    more = f" и ещё {len(titles) - NAMED}" if len(titles) > NAMED else ""
    return ", ".join(titles[:NAMED]) + more


async def _database(url: str, district: District, connected: list[Department], added: list[Source], chats: list[SourceChat]) -> list[Line]:
    try:
        storage = await open_storage(url, district.id)
        try:
            await storage.migrated()
            is_apart = await storage.keeps_districts_apart()
            async with storage.transaction() as tx:
                officials = await tx.officials.all()
                added += [each for each in await tx.sources.all() if each.network in ADDED and each.added_by is not None]
                chats += await tx.source_chats.standing()
                connected += [each for each in await tx.departments.all() if each.chat_id is not None]
        finally:
            await storage.close()
    except StorageError as error:
        return [(False, error.user_text)]
    lines: list[Line] = [(True, "База: открывается на запись, версия эта")]
    if not is_apart:
        lines.append((None, NOT_APART))
    return [*lines, *about_people(officials, district.departments)]


def about_people(officials: Sequence[Official], departments: Sequence[Department]) -> list[Line]:
    """Whether somebody is there for every card: a coordinator is a must, the others make it run by itself."""
    coordinators = in_role(officials, Role.COORDINATOR)
    lines: list[Line] = []
    if not coordinators:
        lines.append((False, NO_COORDINATOR))
    elif not any(each.reachable for each in coordinators):
        lines.append((False, "Люди: бот остановлен у всех координаторов, пусть откроют его и нажмут «Перезапустить»"))
    else:
        lines.append((True, f"Люди: координаторов {len(coordinators)}, всего сотрудников {len(officials)}"))
    staffed = {each.department_id for each in officials if each.role in IN_DEPARTMENT}
    if empty := [each for each in departments if each.id not in staffed]:
        names = _some([each.title for each in empty])
        way = f"otklik invite --role executor --department {empty[0].id}"
        lines.append((None, f"Люди: нет исполнителей ({names}), их карточки пойдут координатору: {way}"))
    roles = {each.role for each in officials}
    if Role.DUTY not in roles:
        lines.append((None, "Люди: дежурного нет, об опасности ночью узнает координатор: otklik invite --role duty"))
    if Role.HEAD not in roles:
        lines.append((None, "Люди: главы нет, сводку получать некому: otklik invite --role head"))
    return lines


async def _telegram(telegram: TelegramSettings, connected: Sequence[Department], chats: Sequence[SourceChat]) -> list[Line]:
    if telegram.token is None:
        return [(False, "Telegram: нет токена (TELEGRAM__TOKEN), его выдаёт @BotFather: команда /newbot")]
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
    bot = make_bot(telegram.token.get_secret_value(), api_base=telegram.api_base, proxy=proxy)
    try:
        async with asyncio.timeout(PATIENCE):
            groups = [await group_line(bot, department) for department in connected]
            return [*_about_bot(await bot.get_me()), *groups, *[await chat_line(bot, chat) for chat in chats]]
    except (TelegramUnauthorizedError, TelegramNotFound):
        return [(False, NOT_KNOWN)]
    except (AiogramError, TimeoutError, OSError):
        return [(False, f"Telegram: бот не отвечает, {way_to(telegram)}")]
    finally:
        await bot.session.close()


def _about_bot(me: User) -> list[Line]:
    lines: list[Line] = [(True, f"Telegram: отвечает @{me.username}")]
    if me.can_join_groups is False:
        lines.append((None, "Telegram: бота нельзя добавить в группу отдела; @BotFather, /setjoingroups, Enable"))
    return lines


def way_to(telegram: TelegramSettings) -> str:
    """Where to look when Telegram does not answer."""
    if telegram.api_base != TELEGRAM_API:
        return f"ждали ответа от {telegram.api_base}"
    if telegram.proxy:
        return "проверьте TELEGRAM__PROXY и что прокси пускает к api.telegram.org"
    return "из этой сети его не видно: впишите TELEGRAM__PROXY или другой TELEGRAM__API_BASE"


async def _vk(vk: VkSettings, every: float) -> list[Line]:
    reader = readers_of(vk)
    writer = VkClient(vk.group_token, kind="group", api_base=vk.api_base) if vk.group_token else None
    editor = VkClient(vk.user_token, kind="user", api_base=vk.api_base) if vk.user_token else None
    lines: list[Line] = (
        []
        if vk.walls
        else [(None, "ВК: в настройках читать нечего: перечислите стены в VK__WALLS или добавьте их в чате командой /sources")]
    )
    owners: list[int] = []
    try:
        for wall in vk.walls:
            owner = await owner_of(reader, wall.address) if reader else None
            if owner is not None:
                owners.append(owner)
            elif reader:
                lines.append((False, f"ВК: стена «{wall.address}» не находится, проверьте VK__WALLS"))
        own = -(vk.group_id or 0)
        if hears_own(vk) and own not in owners:
            owners.append(own)
        asked = check_vk(reader=reader, writer=writer, editor=editor, group_id=vk.group_id, owner_ids=owners)
        lines.extend(await asked)
        if reader is not None:
            lines.extend(await check_tokens(reader.clients) if len(reader.clients) > 1 else ())
            lines += [budget_line(len(owners), len(reader.clients), every), old_posts_line(len(owners), len(reader.clients))]
        if writer is not None and vk.group_id is not None:
            lines.append(await check_events(writer, vk.group_id, events_way(vk), is_read=reader is not None))
        return lines
    finally:
        for client in (*(reader.clients if reader else ()), writer, editor):
            if client:
                client.close()


async def owner_of(reader: Caller, address: str) -> int | None:
    """The owner id behind an address of VK__WALLS; None when VK knows no such community."""
    if address.lstrip("-").isdigit():
        return int(address)
    try:
        answer = await reader.call("groups.getById", group_id=address)
        group = (answer["groups"] if isinstance(answer, dict) else answer)[0]
        return -int(group["id"])
    except (VkError, KeyError, IndexError, TypeError, ValueError):
        return None
