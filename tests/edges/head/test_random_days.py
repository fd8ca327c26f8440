"""Random days: every figure of the head's message, lists, picture and workbook against a second count in SQL, and one another.

`DAYS_SEED=17` renders other days than the usual ones: from that seed on. A failure names the seed of its day.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from handlers.head import summary_picture_data
from handlers.kit.buttons import CardButton
from incidents.head.usual_day import Beside
from tests.kit.decide_oracle import to_decide
from tests.kit.heads_day import Day, heads_day
from tests.kit.lists_oracle import CHECKS, differences_of_lists, heading
from tests.kit.random_days.fates import DECK, FULL_DAY, fates_of
from tests.kit.random_days.life import RandomDay
from tests.kit.raw_tables import tables
from tests.kit.summary_oracle import bars, count, differences
from tests.kit.summary_text import Facts
from tests.kit.summary_workbook import TITLES, Sheet, differences_of_workbook
from tests.kit.tdlib import parse

FIRST = int(os.environ.get("DAYS_SEED", "0"))
FEW, MANY, PARTS = 30, 2_000, 20
FULL = 5
"""A seed in whose day no figure is nothing."""


async def pages(day: Day, code: str) -> str:
    """A list, all its pages in one text."""
    first = await day.opened(code)
    last = re.search(r"страница 1 из (\d+)", first)
    return "\n".join([first, *[await day.text(code, **{**day.seconds, "page": page}) for page in range(1, int(last[1]) if last else 1)]])


async def differences_of_message(day: Day) -> list[str]:
    """Line by line; of «Решить вам» the number, its items, its list and the cards behind its buttons."""
    lines = (await day.told()).split("\n")
    said = next((heading(line) for line in lines if line.startswith("Решить вам: ")), 0)
    items = sum(bool(re.match(r"\d+\. ", line)) for line in lines)
    ours = [line for line in lines if not re.match(r"Решить вам: \d+$|\d+\. ", line)]
    found = differences(day.file, "\n".join(ours), since=day.since, until=day.until)
    listed = await day.message("head_decide", **day.seconds)
    text = re.findall(r"(?m)^\d+\. (.*)$", parse(listed.html))
    buttons = [button.data or "" for row in listed.rows for button in row]
    cards = [CardButton.unpack(data).incident for data in buttons if data.startswith(CardButton.__prefix__)]
    with tables(day.file, day.since, day.until) as base:
        expected = to_decide(base)[:3]
    if (said, items, cards) != (len(expected), len(expected), [id for id, _ in expected]):
        found.append(f"Решить вам: {said}, строк {items}, карточки {cards}, по базе {expected}")
    return found + [f"Решить вам: {line}, по базе {why}" for line, (_, why) in zip(text, expected, strict=False) if f": {why}" not in line]


async def differences_of_picture(day: Day) -> list[str]:
    """What is drawn: each bar and the one of usual days."""
    drawn: list[tuple[str, int, int]] = []

    def draw(figures: list[Beside], *, title: str) -> bytes:
        drawn.extend((each.name, each.now, each.usual) for each in figures)
        return title.encode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary_picture_data, "picture", draw)
        await day.message("summary_picture", since=day.since.isoformat(), until=day.until.isoformat(), under=1)
    expected = bars(day.file, day.since, day.until)
    return [] if drawn == expected else [f"картинка: {drawn}, {expected}"]


async def differences_of(day: Day, facts: Facts) -> list[str]:
    """Of lists, picture and workbook."""
    texts = {code: await pages(day, code) for code in CHECKS}
    sheets = await day.workbook()
    with tables(day.file, day.since, day.until) as base:
        found = differences_of_lists(base, texts) + differences_of_workbook(sheets, base, facts, since=day.since, until=day.until)
    return found + await differences_of_picture(day)


async def adds_up(url: str, seed: int) -> None:
    """Lives the day of the seed in the file, anew, and compares all that is told of it."""
    sys.stdout.write(f"seed {seed}\n")
    async with heads_day(url) as day:
        await RandomDay(day, seed).live(fates_of(seed))
        found = await differences_of_message(day) + await differences_of(day, count(day.file, day.since, day.until))
        assert not found, f"seed {seed}: {found}\n{await day.told()}"


def test_every_fate_occurs_in_thirty_days() -> None:
    lived = Counter(id(fate) for seed in range(FIRST, FIRST + FEW) for fate in fates_of(seed))
    assert min(lived[id(fate)] for fate in DECK) >= 2


async def test_every_figure_that_is_wrong_by_one_is_seen(sqlite_url: str) -> None:
    """Of the lists, the picture and the workbook; of the message see the twelve days."""
    async with heads_day(sqlite_url) as day:
        await RandomDay(day, FULL).live(FULL_DAY)
        facts = count(day.file, day.since, day.until)
        assert all(facts.values())
        texts, sheets = {code: await pages(day, code) for code in CHECKS}, await day.workbook()
    with tables(day.file, day.since, day.until) as base:
        unseen: list[tuple[object, object]] = [
            (code, changed)
            for code, text in texts.items()
            for changed in wrong_by_one(text)
            if not differences_of_lists(base, {code: changed})
        ]
        unseen += [
            (place, cell)
            for place, cell, changed in wrong_cells(sheets)
            if not differences_of_workbook(changed, base, facts, since=day.since, until=day.until)
        ]
    assert not unseen


def wrong_by_one(text: str) -> Iterator[str]:
    """The list with one of its figures changed, each in its turn: cards, the heading, ends of lines, «Отделы»."""
    for each in re.finditer(
        r"(?:№ |\A[^\d\n]*: |срок прошёл у |ответили на |ждут |Не успели |да |нет |молчат )(\d+)|(?<!согласование) (\d+)(?=\n|\Z)", text
    ):
        nth = 1 if each[1] else 2
        yield f"{text[: each.start(nth)]}{int(each[nth]) + 1}{text[each.end(nth) :]}"


def wrong_cells(sheets: list[Sheet]) -> Iterator[tuple[object, object, list[Sheet]]]:
    """The workbook with one of its cells changed: in each column the first and the last that say something."""
    for n, sheet in enumerate(sheets):
        for column, title in enumerate(sheet[0]):
            rows = [row for row in range(1, len(sheet)) if sheet[row][column] is not None]
            for row in {*rows[:1], *rows[-1:]} if title in TITLES or n else ():
                cells = sheet[row]
                changed = [*sheet[:row], (*cells[:column], _other(cells[column]), *cells[column + 1 :]), *sheet[row + 1 :]]
                yield (n, row, title), cells[column], [*sheets[:n], changed, *sheets[n + 1 :]]


def _other(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell + timedelta(days=1)
    return cell + 1 if isinstance(cell, int) else f"{cell} 1"


@pytest.mark.parametrize("seed", range(FIRST, FIRST + FEW))
async def test_all_that_is_told_of_a_random_day_adds_up(sqlite_url: str, seed: int) -> None:
    await adds_up(sqlite_url, seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_the_same_of_two_thousand(sqlite_url: str, part: int) -> None:
    each = MANY // PARTS
    for seed in range(FIRST + FEW + part * each, FIRST + FEW + (part + 1) * each):
        await adds_up(sqlite_url, seed)
