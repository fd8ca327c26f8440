"""The demo's town: communities, residents, officials."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config.district import District
from bot.config.settings import DatabaseSettings, DistrictSettings, ScheduleSettings, Settings, TelegramSettings
from bot.config.settings_networks import FeedsSettings, OkSettings, VkSettings
from bot.config.settings_values import DemoClock, FeedAddress, Wall
from bot.demo import ok_group
from bot.demo.robots.staff import GROUP, GROUP_OF, TownOfficial, group_members, make_staff

BOT_TOKEN = "1000000001:demo-town"  # noqa: S105 - the sandbox's own, good for nothing else
SERVICE_TOKEN = "demo-service"  # noqa: S105
GROUP_TOKEN = "demo-group"  # noqa: S105
USER_TOKEN = "demo-user"  # noqa: S105
EDITOR = 5000  # a VK user who edits the administration's community
RESIDENTS = range(5001, 5041)
MORE_WALLS = 40  # communities that a file of posts may name beside the district's own
SWEEP_SECONDS = 120
PAPER = "zarya"
PAPER_TITLE = "Заря"
READER = "Читательница"  # who comments on the news
FIRST_NAMES = (
    "Анна", "Сергей", "Ольга", "Дмитрий", "Наталья", "Игорь", "Татьяна", "Андрей", "Елена", "Роман",
    "Марина", "Виктор", "Светлана", "Павел", "Ирина", "Николай", "Юлия", "Артём", "Галина", "Максим",
)  # fmt: skip
INITIALS = "КЛМ"


@dataclass(frozen=True, slots=True)
class Community:
    """A wall of the town."""

    group_id: int
    title: str
    screen_name: str
    settlement_id: str | None


@dataclass(frozen=True, slots=True)
class Town:
    """Who lives there. `answers_as` is the administration's community."""

    officials: Sequence[TownOfficial]
    communities: Sequence[Community]
    answers_as: Community
    has_group: bool = False
    reads_paper: bool = False
    has_ok: bool = False

    @property
    def residents(self) -> Sequence[int]:
        """Those who write."""
        return RESIDENTS

    def describe(self) -> dict[str, Any]:  # Any: JSON
        """For the sandbox's control API."""
        users = [
            {"id": o.user_id, "first_name": o.first_name, "last_name": o.last_name, "job": o.job, "pinned": o.at_hand}
            for o in self.officials
        ]
        return {
            "bots": [{"token": BOT_TOKEN, "username": "otklik_demo_bot", "name": "Отклик"}],
            "users": users,
            "chats": [self._group()] if self.has_group else [],
            "ok": ok_group.described() if self.has_ok else {},
            "papers": [{"name": PAPER, "title": PAPER_TITLE, "about": "Новости Конаковского округа"}],
            "vk": {
                "tokens": [
                    {"token": SERVICE_TOKEN, "kind": "service"},
                    {"token": GROUP_TOKEN, "kind": "group", "group_id": self.answers_as.group_id},
                    {"token": USER_TOKEN, "kind": "user", "user_id": EDITOR, "group_id": self.answers_as.group_id},
                ],
                "groups": [{"id": c.group_id, "name": c.title, "screen_name": c.screen_name, "comments": "open"} for c in self.communities],
                "users": [{"id": id, "first_name": name, "last_name": initial} for id, name, initial in _residents()]
                + [{"id": EDITOR, "first_name": "Редактор", "last_name": "сообщества"}],
            },
        }

    def _group(self) -> dict[str, Any]:  # Any: JSON
        title = next((o.job for o in self.officials if o.department_id == GROUP_OF), "отдел")
        return {
            "id": GROUP,
            "type": "supergroup",
            "title": f"Группа: {title[:1].lower()}{title[1:]}",
            "members": group_members(self.officials),
            "bot_status": "administrator",
        }

    def settings(self, *, port: int, database: str, profile: Path, clock: DemoClock) -> Settings:
        """Settings of a bot that lives in this town: nothing of the environment or of `.env` reaches it."""
        base = f"http://127.0.0.1:{port}"
        return Settings(
            telegram=TelegramSettings.model_validate({"token": BOT_TOKEN, "api_base": base}),
            vk=VkSettings.model_validate(
                {
                    "service_token": SERVICE_TOKEN,
                    "group_token": GROUP_TOKEN,
                    "user_token": USER_TOKEN,
                    "group_id": self.answers_as.group_id,
                    "api_base": base,
                    "search": False,  # its town has no more walls than those
                    "walls": tuple(Wall(f"-{c.group_id}", c.title, c.settlement_id) for c in self.communities),
                }
            ),
            ok=ok_group.settings_of(base) if self.has_ok else OkSettings(),
            feeds=FeedsSettings(urls=_feeds(base) if self.reads_paper else ()),
            database=DatabaseSettings(url=database),
            district=DistrictSettings(profile=profile),
            schedule=ScheduleSettings(poll_seconds=SWEEP_SECONDS),
        )


def make_town(district: District, communities: Iterable[str] = (), *, is_full: bool = False) -> Town:
    """The district's own communities and those that a file of posts names; people for every department and role.

    `is_full`: with chiefs of more departments, people who relieve one another on duty, and a department's group.
    """
    walls = [Community(-w.owner_id, w.title, w.screen_name, w.settlement_id) for w in district.walls]
    known = {wall.title for wall in walls}
    first = max((wall.group_id for wall in walls), default=100) + 1
    more = [title for title in dict.fromkeys(communities) if title and title not in known][:MORE_WALLS]
    walls += [Community(first + n, title, f"club{first + n}", None) for n, title in enumerate(more)]
    return Town(
        officials=make_staff(district, is_full=is_full),
        communities=tuple(walls),
        answers_as=walls[len(district.walls) - 1],
        has_group=is_full,
        reads_paper=is_full,
        has_ok=is_full,
    )


def _feeds(base: str) -> tuple[FeedAddress, ...]:
    """The newspaper's news and what is written under them."""
    paper = f"{base}/feed/{PAPER}"
    return FeedAddress(f"{paper}/rss", f"Газета {PAPER_TITLE}"), FeedAddress(f"{paper}/comments/feed", f"Комментарии: {PAPER_TITLE}")


def _residents() -> Iterable[tuple[int, str, str]]:
    for n, id in enumerate(RESIDENTS):
        yield id, FIRST_NAMES[n % len(FIRST_NAMES)], f"{INITIALS[n // len(FIRST_NAMES)]}."
