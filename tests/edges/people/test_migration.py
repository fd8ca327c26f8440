"""What stood in a database before invitations had rows of their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.migrate import upgrade
from bot.storage.engine.storage import open_storage
from incidents.ids import ChatId
from incidents.official import Role
from tests.conftest import fresh_postgres
from tests.kit.values.stored import DISTRICT

BEFORE = (
    "INSERT INTO official (id, district_id, role, user_id, title, active, reachable, name, blocked, away) VALUES"
    " (1, 'konakovo', 'coordinator', 501, 'координатор', {yes}, {yes}, '', {no}, {no}),"
    " (2, 'konakovo', 'head', 502, 'глава', {no}, {yes}, '', {yes}, {no}),"
    " (3, 'konakovo', 'head', 503, 'глава', {no}, {yes}, '', {no}, {no})",
    "INSERT INTO audit (district_id, what, user_id, at, data) VALUES"
    " ('konakovo', 'dismissed', 502, '2026-11-20 09:00:00.000000', '{{}}'),"
    " ('konakovo', 'blocked', 502, '2026-11-21 09:00:00.000000', '{{}}')",
    "INSERT INTO invite (district_id, code_hash, role, created_by, expires_at, used_at) VALUES"
    " ('konakovo', 'open', 'head', 1, '2026-11-25 09:14:07.000000', NULL),"
    " ('konakovo', 'used', 'head', 1, '2026-11-25 09:14:07.000000', '2026-11-24 10:00:00.000000')",
)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    return fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_people")


async def test_open_links_live_on_and_who_left_is_known_by_the_day(url: str) -> None:
    engine = make_engine(parse(url))
    yes, no = ("1", "0") if url.startswith("sqlite") else ("true", "false")
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, "0036")
        for statement in BEFORE:
            await connection.exec_driver_sql(statement.format(yes=yes, no=no))
        await connection.run_sync(upgrade)
    await engine.dispose()
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            (link,) = await tx.invitations.still_open(NOW)
            assert (link.role, link.created_by, link.code_hash) == (Role.HEAD, 1, "open")
            assert link.expires_at - link.created_at == timedelta(days=1)
            assert await tx.invitations.by_code("used") is not None
            gone, forgotten = await tx.officials.dismissed_by_user(ChatId(502)), await tx.officials.dismissed_by_user(ChatId(503))
    finally:
        await storage.close()
    assert gone is not None
    assert forgotten is not None
    assert (gone.left_at, forgotten.left_at) == (datetime(2026, 11, 21, 9, tzinfo=UTC), None)
