"""`otklik invite`: a one-time link; only its code's hash is stored.

docs/architecture.md, «People and rights».
"""

import asyncio
import hashlib
import secrets

from aiogram.exceptions import AiogramError

from bot.config.district import District
from bot.config.settings import Settings, TelegramSettings
from bot.storage.engine.storage import open_storage
from bot.telegram.adapter import make_bot
from incidents.desk.people.links import LIFE
from incidents.errors import DomainError
from incidents.ids import DepartmentId, InvitationId
from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Invitation, Role

PATIENCE = 10.0  # seconds to wait for the bot's name


async def make_invite(settings: Settings, district: District, *, role: Role, department: str | None) -> tuple[str, ...]:
    """Store the right to enrol and return the lines to show. Raises DomainError for a department that does not fit, StorageError."""
    _check_department(district, role, department)
    code = secrets.token_urlsafe(24)
    storage = await open_storage(settings.database.url, district.id)
    try:
        await storage.migrated()
        async with storage.transaction() as tx:
            now = settings.demo.make_clock().now()
            await tx.invitations.add(
                Invitation(
                    id=InvitationId(0),
                    district_id=district.id,
                    role=role,
                    department_id=DepartmentId(department) if department else None,
                    created_by=None,
                    created_at=now,
                    expires_at=now + LIFE,
                    code_hash=hashlib.sha256(code.encode()).hexdigest(),
                )
            )
    finally:
        await storage.close()
    title = next((f", {item.title}" for item in district.departments if item.id == department), "")
    return (f"Ссылка для одного человека на сутки: {ROLE_TITLES[role]}{title}", await _link(settings.telegram, code))


def _check_department(district: District, role: Role, department: str | None) -> None:
    known = [item.id for item in district.departments]
    if role in IN_DEPARTMENT and department not in known:
        wrong = f"отдела «{department}» нет" if department else "этой роли нужен отдел"
        raise DomainError(f"--department: {wrong}, бывает: {', '.join(known)}")
    if role not in IN_DEPARTMENT and department:
        raise DomainError(f"--department: у роли «{ROLE_TITLES[role]}» отдела нет, уберите этот параметр")


async def _link(telegram: TelegramSettings, code: str) -> str:
    name = await bot_name(telegram)
    if name is None:
        return f"Имя бота узнать не вышло: пусть человек откроет бота сам и пошлёт ему сообщение /start {code}"
    return f"https://t.me/{name}?start={code}"


async def bot_name(telegram: TelegramSettings) -> str | None:
    """The bot's username by getMe; None when there is no token or no answer."""
    if telegram.token is None:
        return None
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
    bot = make_bot(telegram.token.get_secret_value(), api_base=telegram.api_base, proxy=proxy)
    try:
        async with asyncio.timeout(PATIENCE):
            return (await bot.get_me()).username
    except (AiogramError, TimeoutError, OSError):
        return None
    finally:
        await bot.session.close()
