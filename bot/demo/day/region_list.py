"""The region's list in the demo: the coordinator sends a table."""

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.demo.control import Control
from bot.demo.play import Player, moment_of, rows_of, wrong_line
from bot.demo.town import Town
from incidents.official import Role

HEADER = ("Номер", "Ссылка", "Ответить до", "Текст")
NAME = "region.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A row of the list: the post by its `key` in the day, or a link to one that the town has not."""

    number: str
    due: str
    text: str
    key: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRegionList:
    """When it is sent, and its rows."""

    at: datetime
    lines: tuple[ListLine, ...]


def load_lists(path: Path, *, day: datetime, zone: tzinfo) -> Sequence[DemoRegionList]:
    """Rows of a day's file that have `region`. Raises BadPosts."""
    found = []
    for number, row in rows_of(path):
        if "region" not in row:
            continue
        try:
            at = moment_of(row["at"], day, zone)
            lines = tuple(_line(line) for line in row["region"])
        except (KeyError, ValueError, TypeError, AttributeError):
            raise wrong_line(path, number) from None
        if at is None:
            raise wrong_line(path, number)
        found.append(DemoRegionList(at=at, lines=lines))
    return found


def _line(line: dict[str, Any]) -> ListLine:  # Any: JSON
    made = ListLine(number=str(line["number"]), due=str(line["due"]), text=str(line["text"]), key=line.get("key"), link=line.get("link"))
    if made.key is None and made.link is None:
        raise KeyError("link")
    return made


async def send_lists(control: Control, clock: Clock, town: Town, player: Player, lists: Sequence[DemoRegionList]) -> None:
    """Send each when its time comes. A post that is not on a wall yet is left out of the list, as the region would not know it either."""
    coordinator = next(o.user_id for o in town.officials if o.role is Role.COORDINATOR)
    for one in sorted(lists, key=lambda each: each.at):
        while (left := (one.at - clock.now()).total_seconds()) > 0:  # asked again: the clock may stand or jump
            await clock.sleep(left)
        content = base64.b64encode(_table(one, player).encode("utf-8-sig")).decode()
        await control.type(coordinator, "", document={"name": NAME, "base64": content})


def _table(one: DemoRegionList, player: Player) -> str:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(HEADER)
    for line in one.lines:
        link = line.link or player.link_of(line.key or "")
        if link is not None:
            writer.writerow((line.number, link, line.due, line.text))
    return table.getvalue()
