"""Sent files."""

import importlib
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.reading.incoming_files import Files
from bot.renderer import Renderer
from bot.storage.engine.own_district import everywhere
from bot.storage.tables.incoming_files import file_job, file_job_of
from bot.telegram.adapter import make_bot
from bot.wakeups import Nudge
from incidents.messenger import Message
from incidents.tables.incoming_files import FileJob
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.phones import TOKEN, Phones
from tests.kit.tdlib import parse

HEADER = ("Номер", "Срок", "Текст", "Ссылка")
GOOD = (HEADER, ("5418190", "25.11.2026 12:00", "Третий день нет света на всей улице", "https://vk.com/wall-1_77"))


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    openpyxl: Any = importlib.import_module("openpyxl")  # Any: the package has no types
    book = openpyxl.Workbook()
    for line in rows:
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv(rows: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(";".join(line) for line in rows).encode("cp1251")


@dataclass
class Post:
    """Telegram's files: what was put there can be fetched."""

    content: dict[str, bytes] = field(default_factory=dict)
    asked: int = 0

    async def get_file(self, request: web.Request) -> web.Response:
        self.asked += 1
        form = await request.post()
        file_id = str(form["file_id"])
        if file_id not in self.content:
            return web.json_response({"ok": False, "error_code": 400, "description": "Bad Request: invalid file_id"}, status=400)
        file = {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}
        return web.json_response({"ok": True, "result": file})

    async def file(self, request: web.Request) -> web.Response:
        content = self.content[request.match_info["name"]]
        return web.Response(body=content) if content else web.Response(status=502)


@asynccontextmanager
async def reader(town: DeskTown) -> AsyncIterator[tuple[Post, Files]]:
    post = Post()
    app = web.Application()
    app.router.add_route("*", f"/bot{TOKEN}/getFile", post.get_file)
    app.router.add_get(f"/file/bot{TOKEN}/documents/{{name}}", post.file)
    async with TestServer(app) as server:
        bot = make_bot(TOKEN, api_base=str(server.make_url("")).rstrip("/"), proxy=None)
        try:
            yield post, Files(town.storage, town.clock, bot, town.policy, Nudge())
        finally:
            await bot.session.close()


async def send(town: Phones, name: str, content: bytes, *, by: str = "coordinator", size: int | None = None) -> None:
    """A file sent to the bot in private."""
    document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": len(content) if size is None else size}
    await town.type(by, None, document=document)


async def jobs(town: Phones) -> list[FileJob]:
    async with town.town.storage.transaction() as tx:
        return [file_job_of(row) for row in await tx._all(everywhere(select(file_job).order_by(file_job.c.id)))]


async def said(town: Phones) -> list[str]:
    """Texts that wait for the coordinator."""
    renderer, texts = Renderer(konakovo()), []
    for row in await town.town.rows():
        async with town.town.storage.transaction() as tx:
            if row.code is not None and row.code != "delete":
                texts.append((await renderer.say(tx, row, now=town.town.clock.now())).html)
                parse(texts[-1])
    return texts


async def read(town: Phones, name: str, content: bytes, *, by: str = "coordinator") -> list[str]:
    """Send, fetch, read; gives back what is heard."""
    async with reader(town.town) as (post, files):
        post.content[name] = content
        await send(town, name, content, by=by)
        await town.town.sweep_outbox()
        assert await files.step()
        assert not await files.step()
    return await said(town)


async def theirs(town: Phones) -> list[str | None]:
    async with town.town.storage.transaction() as tx:
        return [row.number for _, row in await tx.region.rows()]


def rows_of(message: Message) -> list[list[str]]:
    """What stands in the file that a message brings."""
    openpyxl: Any = importlib.import_module("openpyxl")
    assert message.attached is not None
    book = openpyxl.load_workbook(io.BytesIO(message.attached.content))
    return [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
