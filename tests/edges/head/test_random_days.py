"""Random days: every figure of the head's message, lists, picture and workbook against a second count in SQL, and one another.

`DAYS_SEED=17` renders other days than the usual ones: from that seed on. A failure names the seed of its day.
"""

import os
import re
import sys

import pytest

from incidents.head.summary_figures import summary_figures, usual_figures
from incidents.head.usual_day import beside_usual_days
from tests.kit.heads_day import Day, heads_day
from tests.kit.random_days.fates import fates_of
from tests.kit.random_days.life import COMMON, RandomDay
from tests.kit.summary_oracle import count, differences
from tests.kit.summary_text import Facts
from tests.kit.summary_workbook import differences_of_workbook, standing_promises

FIRST = int(os.environ.get("DAYS_SEED", "0"))
FEW, MANY, PARTS = 30, 2_000, 20
PICTURE = {
    **{"Пришло сообщений": "voices", "Новых вопросов": "opened", "Ответили": "answered", "Решили": "solved"},
    **{"Решили, жителю не написали": "untold", "Разъяснили": "explained", "Житель спорит": "disputed"},
}


def heading(text: str) -> int:
    """The number in a list's first line; 0 where it says that there is nothing."""
    number = re.match(r"[^\d\n]*: (\d+)", text)
    return int(number[1]) if number and "не было" not in text.split("\n", maxsplit=1)[0] else 0


async def rows_of(day: Day, code: str) -> tuple[int, int]:
    """What its first line says, and the rows of all its pages."""
    rows, page, told = 0, 0, 1
    while rows < told and page < 20:
        text = await day.text(code, since=int(day.since.timestamp()), until=int(day.until.timestamp()), page=page)
        told, page = heading(text), page + 1
        rows += len(re.findall(r"№ \d+", text))
    return told, rows


async def differences_of_message(day: Day) -> list[str]:
    """Line by line; of «Решить вам» the number, its items and its list."""
    text = await day.told()
    lines = text.split("\n")
    said = next((heading(line) for line in lines if line.startswith("Решить вам: ")), 0)
    items = sum(bool(re.match(r"\d+\. ", line)) for line in lines)
    ours = [line for line in lines if not re.match(r"Решить вам: \d+$|\d+\. ", line)]
    found = differences(day.file, "\n".join(ours), since=day.since, until=day.until)
    decide = len(re.findall(r"(?m)^\d+\. ", await day.opened("head_decide")))
    return [*found, *([] if said == decide and items == min(said, items) else [f"Решить вам: {said}, строк {items}, в списке {decide}"])]


async def differences_of_lists(day: Day, facts: Facts) -> list[str]:
    expected = {
        **{"head_late": facts["late"], "head_disputes": facts["disputes"], "head_promises": standing_promises(day.file)},
        "head_suggestions": standing_promises(day.file, suggestions=True),
    }
    paged = {code: await rows_of(day, code) for code in ("head_late", "head_disputes", "head_promises", "head_suggestions")}
    found = [f"{code}: {got}, {expected[code]}" for code, got in paged.items() if set(got) != {expected[code]}]
    for code in ("head_topics", "head_places"):
        head_line, *lines = (await day.opened(code)).split("\n")
        sums = heading(head_line), sum(int(line.rsplit(" ", 1)[1]) for line in lines)
        if sums[0] != facts["voices"] or sums[1] < sums[0]:  # one message may be about two topics
            found.append(f"{code}: {sums}, {facts['voices']}")
    departments = await day.opened("head_departments")
    patterns = {"answered": r"ответили на (\d+)", "waiting": r"ждут (\d+)", "unanswered": r"без ответа (\d+)", "late": r"Не успели (\d+)"}
    for name, pattern in {"opened": r"(?m)^[^:\n\d]+: (\d+), ответили", **patterns}.items():
        if (told := sum(map(int, re.findall(pattern, departments)))) != facts[name]:
            found.append(f"head_departments, {name}: {told}, {facts[name]}")
    return found


async def differences_of_picture(day: Day, facts: Facts) -> list[str]:
    async with day.town.storage.transaction() as tx:
        figures = await summary_figures(tx, day.town.policy.calendar, since=day.since, until=day.until, now=day.until)
        bars = {each.name: each.now for each in beside_usual_days(figures, await usual_figures(tx, day.since, day.until))}
    return [
        f"картинка, {title}: {bars.get(title, 0)}, {facts[name]}" for title, name in PICTURE.items() if bars.get(title, 0) != facts[name]
    ]


async def adds_up(url: str, seed: int) -> None:
    """Lives the day of the seed in the file, anew, and compares all that is told of it."""
    sys.stdout.write(f"seed {seed}\n")
    async with heads_day(url) as day:
        await RandomDay(day, seed).live(fates_of(seed))
        found = await differences_of_message(day)
        facts = count(day.file, day.since, day.until)
        found += await differences_of_lists(day, facts) + await differences_of_picture(day, facts)
        found += differences_of_workbook(await day.workbook(), day.file, facts, since=day.since, until=day.until)
        assert not found, f"seed {seed}: {found}\n{await day.told()}"


@pytest.mark.parametrize("name", ["voices", "answered", "late", "disputes"])
async def test_a_figure_that_is_wrong_by_one_is_seen(sqlite_url: str, name: str) -> None:
    async with heads_day(sqlite_url) as day:
        await RandomDay(day, FIRST).live(COMMON)
        facts = count(day.file, day.since, day.until)
        right = facts[name]
        assert isinstance(right, int)
        wrong = {**facts, name: right + 1}
        found = await differences_of_lists(day, wrong) + await differences_of_picture(day, wrong)
        found += differences_of_workbook(await day.workbook(), day.file, wrong, since=day.since, until=day.until)
    assert found


@pytest.mark.parametrize("seed", range(FIRST, FIRST + FEW))
async def test_all_that_is_told_of_a_random_day_adds_up(sqlite_url: str, seed: int) -> None:
    await adds_up(sqlite_url, seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_the_same_of_two_thousand(sqlite_url: str, part: int) -> None:
    each = MANY // PARTS
    for seed in range(FIRST + FEW + part * each, FIRST + FEW + (part + 1) * each):
        await adds_up(sqlite_url, seed)
