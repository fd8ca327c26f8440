"""A day of the head: what people do in it, and how its summary, lists and workbook are read."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from incidents.answers.values import Answer, AnswerKind
from incidents.delivery import Say
from incidents.desk.answers import draft_answer, publish_answer, send_answer
from incidents.desk.region import region
from incidents.incident import Act, Incident
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.publisher import Published
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.screens import shown
from tests.kit.summary_oracle import differences
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place, reading


@dataclass
class Day:
    """What people do in it, and the summary of it."""

    town: DeskTown
    file: Path
    since: datetime
    until: datetime

    def to(self, hour: int, minute: int = 0, *, day: int = 24) -> None:
        self.town.clock.moment = at(hour, minute, day=day)

    async def wrote(self, street: str, *more: str, town: str = "Конаково", **read_as: Any) -> Incident:  # Any: fields of a Reading
        """A question about a street, and further messages about the same."""
        said = reading(main=place(town, street), **read_as)
        outcome = await self.town.take(await self.town.write(f"На улице {street} вода"), said)
        assert outcome.incident is not None and outcome.is_new
        for text in more:
            joined = await self.town.take(await self.town.write(text), said)
            assert joined.incident is not None and joined.incident.id == outcome.incident.id
        return outcome.incident

    async def post(self, text: str, **read_as: Any) -> StoredPost:  # Any: as above
        post = await self.town.write(text)
        await self.town.take(post, reading(**read_as))
        return post

    async def answered(self, of: Incident, text: str = "Починим сегодня", kind: AnswerKind = AnswerKind.FINAL) -> Answer:
        """Written, sent and published at one moment."""
        who = self.town.who("ann")
        async with self.town.storage.transaction() as tx:
            now, guid = self.town.clock.now(), f"guid{next(self.town.numbers)}"
            draft = await draft_answer.create_draft(tx, of.id, text, by=who, guid=guid, now=now, kind=kind)
            sent = await send_answer.send(tx, self.town.policy, draft.id, by=who, now=now)
            started = await publish_answer.start_publishing(tx, sent, now=now)
            comment = Published(external_id=f"wall-1_1_r{sent.id}", url="https://vk.com/wall-1_1")
            return await publish_answer.mark_published(tx, self.town.policy, started, comment, now=now, proved=True)

    async def did(self, of: Incident, act: Act, by: str = "ann", **choice: Any) -> None:  # Any: fields of a Choice
        await self.town.act(of.id, act, by, **choice)

    async def regions(self, of: Incident, nth: int, words: str) -> None:
        """The region's number and deadline of the nth message."""
        async with self.town.storage.transaction() as tx:
            voice = (await tx.voices.of(of.id))[nth]
            by = self.town.who("coordinator")
            await region.set_number(tx, self.town.policy, of.id, voice.post_id, words, by=by, now=self.town.clock.now())

    async def text(self, code: str = "summary", **params: Any) -> str:  # Any: fields of a message
        """As the head reads it at the end of the day."""
        return parse((await self.message(code, **params)).html)

    async def message(self, code: str, **params: Any) -> Message:  # Any: as above
        """As it would be sent then, with its buttons and its file."""
        self.town.clock.moment = self.until
        span = {"since": self.since.isoformat(), "until": self.until.isoformat(), "at": self.until.isoformat()}
        async with self.town.storage.transaction() as tx:
            await tx.outbox.put(Say(chat_id=self.town.chat("head"), code=code, params=params or span))
        return await shown(self.town, code)

    async def workbook(self) -> list[list[tuple[object, ...]]]:
        """Its two sheets, row by row."""
        attached = (await self.message("head_excel", **self.seconds)).attached
        assert attached is not None
        return [list(sheet.values) for sheet in openpyxl.load_workbook(io.BytesIO(attached.content), read_only=True)]

    async def told(self) -> str:
        """The summary with «Для доклада» under it."""
        return "\n".join([await self.text(), *(await self.opened("head_report")).split("\n")[1:]])

    async def differences(self) -> list[str]:
        return differences(self.file, await self.told(), since=self.since, until=self.until)

    async def opened(self, code: str) -> str:
        """A list under the summary."""
        return await self.text(code, **self.seconds)

    @property
    def seconds(self) -> dict[str, int]:
        """What the button of a list names: its span, its first page."""
        return {"since": int(self.since.timestamp()), "until": int(self.until.timestamp()), "page": 0}


@asynccontextmanager
async def heads_day(url: str) -> AsyncIterator[Day]:
    """A town whose usual days are known since the second of November."""
    async with desk_town(url) as town:
        async with town.storage.transaction() as tx:
            (source,) = await tx.sources.all()
            await tx.sources.save(replace(source, baseline_at=at(7, day=2), last_ok_at=at(7, 24, day=25)))
        yield Day(town, Path(make_url(url).database or ""), since=at(7, 30), until=at(7, 30, day=25))
