"""Fixtures of the edges: a VK that says what was recorded, our client on it; a PostgreSQL whose owner is no superuser."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.engine.migrate import migrate
from collectors.vk.client import VkClient
from tests.conftest import fresh_postgres, run_sql, wait_for
from tests.kit.vk.fake import FakeVk, client_of, open_vk

ROLE = "otklik_plain"


@pytest.fixture
async def vk() -> AsyncIterator[FakeVk]:
    async with open_vk() as fake:
        yield fake


@pytest.fixture
async def client(vk: FakeVk) -> AsyncIterator[VkClient]:
    made = client_of(vk)
    yield made
    made.close()


@pytest.fixture
def plain_url(postgres_server: str) -> Iterator[str]:
    """A migrated database whose owner is no superuser, as `createuser` makes one: row security holds nobody else."""
    plain = url = fresh_postgres(postgres_server, "otklik_rows")
    begin, end = [f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD 'plain'"], list[str]()
    if wait_for(is_superuser(postgres_server)):  # else it is such a one itself
        plain = make_url(url).set(username=ROLE, password="plain").render_as_string(hide_password=False)
        wait_for(run_sql(postgres_server, *begin, f"ALTER DATABASE otklik_rows OWNER TO {ROLE}"))
        end = [f"DROP ROLE {ROLE}"]
    migrate(plain)
    yield plain
    wait_for(run_sql(postgres_server, 'DROP DATABASE "otklik_rows" WITH (FORCE)', *end))


async def is_superuser(url: str) -> bool:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        return bool((await connection.exec_driver_sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar_one())
