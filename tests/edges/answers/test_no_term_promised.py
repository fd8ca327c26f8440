"""A database that began with «срок до 30 дней» loses the words; a district's own stay."""

import asyncio
from importlib import import_module
from pathlib import Path

import pytest

from bot.storage.answers.templates import template
from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.migrate import migrate, upgrade
from bot.storage.engine.storage import open_storage
from tests.conftest import fresh_postgres
from tests.kit.desk_town import konakovo
from tests.kit.values.stored import DISTRICT

STEP = import_module("migrations.versions.2026_12_01_no_term_promised")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_the_first_words_lose_their_days(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    if engine == "postgresql":
        url = fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_no_term")
    own = STEP.BEFORE.replace("30 дней", "8 дней")
    former = make_engine(parse(url))
    async with former.begin() as connection:
        await connection.run_sync(upgrade, STEP.down_revision)
        columns = {"district_id": DISTRICT, "title": "Нужна бумага с печатью", "scope": [], "active": True}
        await connection.execute(template.insert(), [{**columns, "text": text} for text in (STEP.BEFORE, own)])
    await former.dispose()
    await asyncio.to_thread(migrate, url)
    storage = await open_storage(url, DISTRICT)
    async with storage.transaction() as tx:
        kept = [each.text for each in await tx.templates.all()]
    await storage.close()
    assert kept == [next(each.text for each in konakovo().templates if each.title == "Нужна бумага с печатью"), own]
