"""Tables of posts, and the command that takes them."""

import importlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.cli.posts.import_posts import Wish, import_posts
from bot.config.district import PACKAGE_DATA, load_district
from bot.config.settings import Settings
from bot.importing.found import ImportFailed
from bot.storage.engine.storage import open_storage
from incidents.errors import DomainError
from incidents.ids import DistrictId
from incidents.posts import StoredPost

ROOT = Path(__file__).parents[2]
KONAKOVO = PACKAGE_DATA / "districts" / "konakovo"
NOW = "2026-11-26T09:00:00Z"
PIPE, DARK = "На Лесной, 5 прорвало трубу, вода идёт в подвал", "На улице Мира перегорел фонарь, замените лампу"
HEADER = ("Дата", "Содержание", "Ссылка", "ФИО", "Населённый пункт")
ROWS = (
    HEADER,
    ("26.11.2026 9:12", f"{PIPE}, звоните 8-915-000-00-00", "https://vk.com/wall-1_77", "https://vk.com/id9", "г. Конаково"),
    ("24 ноября", DARK, "", "Ф. И.", "Редкино"),
)

Content = str | bytes | Sequence[Sequence[str]]


def file_of(folder: Path, content: Content, name: str = "t.csv") -> Path:
    file = folder / name
    if not isinstance(content, str | bytes):
        content = "\n".join(";".join(row) for row in content)
    file.write_bytes(content.encode("cp1251") if isinstance(content, str) else content)
    return file


def book_of(rows: Sequence[Sequence[object]]) -> bytes:
    openpyxl: Any = importlib.import_module("openpyxl")  # Any: the package has no types
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


async def otklik(url: str, file: Path, *, now: str = NOW, **wish: Any) -> list[str]:  # Any: fields of a Wish
    settings = Settings.model_validate({"database": {"url": url}, "demo": {"clock": f"{now}|1"}})
    told = await import_posts(settings, load_district(KONAKOVO), Wish(file=file, **wish), progress=False)
    return [line.replace(f"{file.parent}/", "") for line in told]


async def refused(url: str, file: Path, **wish: Any) -> str:  # Any: fields of a Wish
    try:
        await otklik(url, file, write=True, **wish)
    except (ImportFailed, DomainError) as told:
        assert await kept(url) == []
        return told.user_text.replace(f"{file.parent}/", "")
    raise AssertionError("it was taken")


async def kept(url: str) -> list[StoredPost]:
    storage = await open_storage(url, DistrictId("konakovo"))
    try:
        async with storage.transaction() as tx:
            return sorted(await tx.unread.next(1000), key=lambda each: each.id)
    finally:
        await storage.close()


def program(url: str, *arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    start = ("-c", code) if code else ("-m", "bot")
    own = {"PYTHONPATH": str(ROOT), "DATABASE__URL": url, "DEMO__CLOCK": f"{NOW}|1", "DISTRICT__PROFILE": str(KONAKOVO)}
    clean = {name: value for name, value in os.environ.items() if "__" not in name}
    return subprocess.run(
        [sys.executable, *start, "import", "posts", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        cwd=Path(arguments[0]).parent,
        env={**clean, **own},
    )
