"""The demo's group in Odnoklassniki: its people, its past, its source."""

from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.config.settings_networks import OkSettings
from bot.demo.control import Control
from incidents.official import Role
from incidents.posts import Network
from incidents.sources.source_links import FoundWall

APPLICATION_KEY, TOKEN, SECRET = "DEMOPUBLIC", "demo-ok", "demo-ok-secret"
GROUP, TITLE = 530001, "Соседи: Конаково"
PEOPLE = {610001: "Валентина Р.", 610002: "Геннадий Ф.", 610003: "Лидия П.", 610004: "Борис Н.", 610005: "Зоя Т.", 610006: "Фёдор А."}
BEFORE = (
    (610003, 45.0, "Спасибо дворникам на Баскакова: после снегопада прошли первыми. Так бы всегда"),
    (610001, 21.0, "Кто знает, по каким дням теперь открыт каток у Дворца культуры? Внуки спрашивают"),
)
"""Topics of the days before: who wrote, how many hours ago, what."""


def described() -> dict[str, Any]:  # Any: JSON
    """For the sandbox's control API."""
    return {
        "application_key": APPLICATION_KEY,
        "tokens": [{"token": TOKEN, "secret": SECRET}],
        "users": [{"id": id, "name": name} for id, name in PEOPLE.items()],
        "groups": [{"id": GROUP, "name": TITLE, "short": "sosedi.konakovo"}],
    }


def settings_of(base: str) -> OkSettings:
    """The keys of the bot that lives in this town."""
    return OkSettings.model_validate(
        {"application_key": APPLICATION_KEY, "access_token": TOKEN, "session_secret": SECRET, "api_base": base}
    )


async def write_before(control: Control, origin: datetime) -> None:
    """What residents wrote there before the day: it is history for the bot."""
    for author, hours, text in BEFORE:
        await control.post("ok/post", group_id=GROUP, author_id=author, text=text, at=(origin - timedelta(hours=hours)).isoformat())


async def add_group(app: App) -> None:
    """The coordinator added it, as by /sources."""
    async with app.storage.transaction() as tx:
        by = next(each for each in await tx.officials.all() if each.role is Role.COORDINATOR)
        await tx.sources.take(FoundWall(network=Network.OK, external_id=f"group:{GROUP}", title=TITLE), by=by.id)
