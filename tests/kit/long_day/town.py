"""The town of the long day: its description for the sandbox, settings and sources of its bot."""

import os
from dataclasses import replace
from typing import Any

from bot.config.settings_values import DemoClock
from bot.storage.engine.storage import open_storage
from incidents.ids import ChatId
from incidents.official import Role
from incidents.posts import Network
from incidents.sources.chats import ChatKind, ChatState, SourceChat
from incidents.sources.source_links import FoundWall
from tests.conftest import DISTRICT
from tests.kit.desk_town import an_official
from tests.kit.long_day.scenario import CHATS, GROUPS, MESSAGES, PAPERS, PEOPLE, WALLS
from tests.kit.ok import APPLICATION, SECRET, TOKEN

Json = dict[str, Any]  # Any: JSON of the control API

BOT = "4242:long-day"
SERVICE, GROUP_KEY = "day-service", "day-group"
OWN = 500_000
"""The administration's community: the first wall."""

POLL = 600
"""Scenario seconds between two sweeps of a source that nobody plans."""


def wall(n: int) -> int:
    """The number of a community."""
    return OWN + n


def chat(n: int) -> int:
    """The number of a chat."""
    return -1_001_000_001 - n


def group(n: int) -> int:
    """The number of a group of Odnoklassniki."""
    return 7_000 + n


def paper(n: int) -> str:
    """The name of a newspaper."""
    return f"paper{n}"


def vk_person(n: int) -> int:
    """A resident of VK; writers of private messages come after those who write on walls."""
    return 10_000 + n


def ok_person(n: int) -> int:
    """A resident of Odnoklassniki."""
    return 20_000 + n


def tg_person(n: int) -> int:
    """A resident of Telegram."""
    return 30_000 + n


def described() -> Json:
    """The town for the control API."""
    people = range(PEOPLE)
    return {
        "bots": [{"token": BOT, "username": "otklik_day_bot", "name": "Отклик", "reads_all": True}],
        "users": [{"id": tg_person(n), "first_name": f"Житель {n}"} for n in people],
        "chats": [
            {
                "id": chat(n),
                "type": "supergroup",
                "title": f"Двор {n}",
                "members": [tg_person(each) for each in people],
                "bot_status": "administrator",
            }
            for n in range(CHATS)
        ],
        "papers": [{"name": paper(n), "title": f"Газета {n}", "about": "Новости Конаковского округа"} for n in range(PAPERS)],
        "vk": {
            "users": [{"id": vk_person(n), "first_name": "Житель", "last_name": str(n)} for n in range(PEOPLE + MESSAGES)],
            "groups": [{"id": wall(n), "name": f"Стена {n}", "screen_name": f"wall_{n}"} for n in range(WALLS)],
            "tokens": [{"token": SERVICE, "kind": "service"}, {"token": GROUP_KEY, "kind": "group", "group_id": OWN}],
        },
        "ok": {
            "application_key": APPLICATION,
            "tokens": [{"token": TOKEN, "secret": SECRET, "user_id": ok_person(0)}],
            "users": [{"id": ok_person(n), "name": f"Житель {n}"} for n in people],
            "groups": [{"id": group(n), "name": f"Группа {n}", "short": f"group-{n}"} for n in range(GROUPS)],
        },
    }


def environment(base: str, database: str, clock: DemoClock) -> dict[str, str]:
    """Settings of the bot's process."""
    feeds = [f"{base}/feed/{paper(n)}/{kind} =Лента {n}" for n in range(PAPERS) for kind in ("rss", "comments/feed")]
    return {
        **os.environ,
        "TELEGRAM__TOKEN": BOT,
        "TELEGRAM__API_BASE": base,
        "VK__SERVICE_TOKEN": SERVICE,
        "VK__GROUP_TOKEN": GROUP_KEY,
        "VK__GROUP_ID": str(OWN),
        "VK__API_BASE": base,
        "VK__WALLS": ",".join(f"-{wall(n)}=Стена {n}" for n in range(WALLS)),
        "OK__APPLICATION_KEY": APPLICATION,
        "OK__ACCESS_TOKEN": TOKEN,
        "OK__SESSION_SECRET": SECRET,
        "OK__API_BASE": base,
        "FEEDS__URLS": ", ".join(feeds),
        "DATABASE__URL": database,
        "SCHEDULE__POLL_SECONDS": str(POLL),
        "DEMO__CLOCK": f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}",
        "LOG__LEVEL": "WARNING",
    }


async def add_sources(database: str, clock: DemoClock) -> None:
    """A coordinator, and what was added in the chat: groups of Odnoklassniki and chats of residents."""
    storage = await open_storage(database, DISTRICT)
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official(1, Role.COORDINATOR))
        for n in range(GROUPS):
            await tx.sources.take(FoundWall(network=Network.OK, external_id=f"group:{group(n)}", title=f"Группа {n}"), by=by.id)
        for n in range(CHATS):
            title = f"Двор {n}"
            source = await tx.sources.take(FoundWall(network=Network.TELEGRAM, external_id=str(chat(n)), title=title), by=by.id)
            new = SourceChat(
                id=0, chat_id=ChatId(chat(n)), title=title, kind=ChatKind.SUPERGROUP, state=ChatState.READ, changed_at=clock.origin
            )
            await tx.source_chats.save(replace(await tx.source_chats.put(new), source_id=source.id))
    await storage.close()
