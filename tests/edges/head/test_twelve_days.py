"""Thirteen days through the real desk: every line of the head's summary against a second count in SQL (`tests.kit.summary_oracle`).

Each day also says in words what its summary must hold. The last tests show that the second count finds a planted error: a changed number
of the text, a changed rule of the program, and a line that nobody checks.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from incidents.answers.values import AnswerKind
from incidents.head import summary as figures
from incidents.head.summary_figures import summary_figures
from incidents.incident import Act, ClosingOutcome, RejectReason, Untold
from incidents.reading import DangerGrade, Kind, Mood
from tests.kit.heads_day import Day, heads_day
from tests.kit.summary_oracle import differences
from tests.kit.summary_text import read
from tests.kit.values.samples import at, place, reading

DONE = ClosingOutcome.DONE


@pytest.fixture
async def day(sqlite_url: str) -> AsyncIterator[Day]:
    async with heads_day(sqlite_url) as made:
        yield made


async def calm(day: Day) -> tuple[str, ...]:
    for street in ("Гагарина", "Баскакова", "Свободы"):
        day.to(9, 30)
        incident = await day.wrote(street)
        day.to(11)
        await day.did(incident, Act.ACCEPT)
        await day.answered(incident, "Воду откачали, трубу починили")
        day.to(15)
        await day.did(incident, Act.CLOSE, outcome=DONE)
    return (
        "Решать вам нечего, ночь спокойная\nПришло 3, новых вопросов 3, ответили на 3, все вовремя. Первый ответ обычно за 1 ч 30 мин",
        "Закрыли 3, из них сделано 3",
    )


async def dangers(day: Day) -> tuple[str, ...]:
    found = []
    for n, grade in enumerate((DangerGrade.NOW,) * 5 + (DangerGrade.RISK,) * 2):
        day.to(9, 20 + n)
        found.append(await day.wrote(f"Опасная {n}", danger=True, danger_grade=grade, danger_words="искрит"))
    day.to(10)
    await day.did(found[0], Act.ACCEPT, "duty")
    await day.did(found[1], Act.DANGER_KNOWN, "duty")
    await day.did(found[2], Act.DANGER_DENIED, "coordinator")
    await day.did(found[5], Act.ACCEPT)
    day.to(11)
    await day.did(found[0], Act.SAFE, "duty")
    await day.did(found[3], Act.ACCEPT, "duty")
    await day.did(found[5], Act.SAFE)
    for each in found:
        await day.answered(each)
    await day.did(found[3], Act.CLOSE, "coordinator", outcome=DONE, untold=Untold.SPOKEN)
    return (
        "Опасно: 5, из них в работе 2, закрыто 1, уже безопасно 1, не подтвердилось 1",
        "Есть риск: 2, из них в работе 1, уже безопасно 1",
        "Закрыли 1, из них сделано 1, жителю не написали 1",
    )


async def mass(day: Day) -> tuple[str, ...]:
    async with day.town.storage.transaction() as tx:
        (source,) = await tx.sources.all()
        await tx.sources.save(replace(source, baseline_at=at(7, day=23)))  # usual days are not known yet
    day.to(9, 30)
    await day.wrote("Гагарина", *[f"На Гагарина нет воды, дом {n}" for n in range(2, 10)], town="Редкино", topic="roads_drainage")
    for n in range(3):
        await day.wrote(f"Снежная {n}", topic="roads_snow")
    told = await day.opened("brief")
    assert "За неделю больше всего: вода на дороге, Редкино (9); " in told
    assert (await day.opened("head_topics")).startswith("Темы: 12 сообщений, с 24 ноября, 7:30 по 25 ноября, 7:30\nВода на дороге 9\n")
    assert "Редкино 9\nКонаково 3" in await day.opened("head_places")
    return (
        "Главное: вода на дороге, Редкино, 9 сообщений. Ещё не приняли\n",
        "Чаще пишут: снег и лёд на дороге, Конаково (3)",
        "12 сообщений: 4 новых вопроса",
        "Чаще пишут: Редкино 9, Конаково 3",
    )


async def the_regions_clock(day: Day) -> tuple[str, ...]:
    day.to(9, 14)
    answered, waiting, in_time = await day.wrote("Гагарина"), await day.wrote("Баскакова"), await day.wrote("Свободы")
    await day.regions(answered, 0, "5418190 до 24.11 12:00")
    await day.regions(waiting, 0, "5418191 до 24.11 16:00")
    await day.regions(in_time, 0, "5418192 до 25.11 16:00")
    for each in (answered, waiting, in_time):
        await day.did(each, Act.ACCEPT)
    day.to(15)
    await day.answered(answered)
    await day.answered(in_time)
    late = await day.opened("head_late")
    assert "Не успели: 2\n№ 1, " in late and "№ 2, " in late and "№ 3" not in late
    assert "Не успели 2" in await day.opened("head_departments")
    return ("Не успели: 2 из 3", "отдел дорожного хозяйства 2, причина не указана", "В системе региона с номером 3 из 3")


async def reopened(day: Day) -> tuple[str, ...]:
    day.to(9, 14, day=19)
    incident = await day.wrote("Гагарина")
    await day.did(incident, Act.ACCEPT)
    await day.answered(incident)
    day.to(12, day=20)
    again = await day.town.take(await day.town.write("На улице Гагарина снова вода"), reading(main=place("Конаково", "Гагарина")))
    assert again.incident is not None and again.incident.id == incident.id
    await day.did(incident, Act.ACCEPT)
    day.to(15)
    await day.answered(incident, "Починили насос, вода уйдёт сегодня")
    return ("Не успели: 1 из 1", "Новых сообщений нет")


async def merged(day: Day) -> tuple[str, ...]:
    day.to(9, 14)
    kept, folded, no_appeal = await day.wrote("Гагарина"), await day.wrote("Баскакова"), await day.wrote("Свободы")
    await day.wrote("Тверская", outside=True)
    await day.did(folded, Act.MERGE, "coordinator", into=kept.id)
    await day.did(no_appeal, Act.REJECT, "coordinator", reason=RejectReason.CHAT)
    await day.did(kept, Act.ACCEPT)
    await day.answered(kept)
    return ("Пришло 2, новых вопросов 1, ответили на 1, все вовремя",)


async def thanks(day: Day) -> tuple[str, ...]:
    day.to(10)
    for n in range(3):
        await day.post(f"Спасибо дворникам за чистый двор номер {n}", is_appeal=False, kind=Kind.THANKS, mood=Mood.GRATEFUL, main=place())
    incident = await day.wrote("Гагарина")
    await day.did(incident, Act.ACCEPT)
    await day.answered(incident)
    return (" и ещё 2", "Пришло 1, новых вопросов 1, ответили на 1")


async def rumours(day: Day) -> tuple[str, ...]:
    day.to(9, 14, day=20)
    rumour = await day.wrote("Заводская", kind=Kind.RUMOUR)
    assert (await day.town.incident(rumour.id)).rumour
    return ("Не успели: 1 из 1", "согласование 1, ждали до ")


async def night(day: Day) -> tuple[str, ...]:
    day.to(12)
    by_day = await day.wrote("Дневная", danger=True, danger_grade=DangerGrade.NOW, danger_words="искрит")
    day.to(3, day=25)
    at_night = await day.wrote("Ночная", danger=True, danger_grade=DangerGrade.NOW, danger_words="искрит")
    for each in (by_day, at_night):
        await day.did(each, Act.ACCEPT, "duty")
    return (
        "Ночью опасно: вода на дороге, Конаково, Ночная: приняли в 3:00, ЕДДС",
        "Опасно: вода на дороге, Конаково, Дневная: приняли в 3:00, ЕДДС",
    )


async def weekend(day: Day) -> tuple[str, ...]:
    day.since, day.until = at(7, 30, day=27), at(7, 30, day=30)
    day.to(10, day=28)
    incident = await day.wrote("Субботняя", danger=True, danger_grade=DangerGrade.NOW, danger_words="искрит")
    await day.did(incident, Act.ACCEPT, "duty")
    await day.did(incident, Act.SAFE, "duty")
    await day.answered(incident)
    await day.wrote("Воскресная")
    return ("Опасно: вода на дороге, Конаково, Субботняя: безопасно с 28 ноября, 10:00, ЕДДС",)


async def late_for_one_voice(day: Day) -> tuple[str, ...]:
    day.to(9, 14)
    incident = await day.wrote("Гагарина", "На Гагарина вода у школы")
    await day.regions(incident, 0, "5418190 до 24.11 12:00")
    await day.regions(incident, 1, "5418191 до 24.11 16:00")
    await day.did(incident, Act.ACCEPT)
    day.to(11)
    await day.answered(incident, kind=AnswerKind.INTERIM)
    day.to(17)
    await day.answered(incident, "И вам: починили, вода ушла")
    assert "№ 1, " in await day.opened("head_late")
    return ("Не успели: 1 из 1", "Новые 1: ответили на 1")


async def over_midnight(day: Day) -> tuple[str, ...]:
    day.to(23, day=23)
    incident = await day.wrote("Ночная", danger=True, danger_grade=DangerGrade.NOW, danger_words="пахнет газом")
    await day.did(incident, Act.ACCEPT, "duty")
    day.to(11)
    await day.did(incident, Act.SAFE, "duty")
    await day.answered(incident)
    await day.did(incident, Act.CLOSE, "coordinator", outcome=DONE, untold=Untold.SPOKEN)
    return ("Опасно с прошлых дней: вода на дороге, Конаково, Ночная: безопасно с 24 ноября, 11:00, ЕДДС",)


async def empty(day: Day) -> tuple[str, ...]:
    return ("Новых сообщений нет. Это не поломка: источник отвечает, последний раз проверили в 7:24",)


DAYS: tuple[Callable[[Day], Awaitable[tuple[str, ...]]], ...] = (
    *(calm, dangers, mass, the_regions_clock, reopened, merged),
    *(thanks, rumours, night, weekend, late_for_one_voice, over_midnight, empty),
)


@pytest.mark.parametrize("made", DAYS, ids=lambda made: made.__name__)
async def test_every_line_of_the_summary_agrees_with_a_second_count(day: Day, made: Callable[[Day], Awaitable[tuple[str, ...]]]) -> None:
    words = await made(day)
    text = await day.told()
    assert await day.differences() == []
    for each in words:
        assert each in text


async def everything_at_once(day: Day) -> None:
    """A question in each state, risks among them: accepted, answered, passed outside, postponed, known; three that nobody accepted."""
    day.to(9, 30)
    plain = [await day.wrote(f"Улица {n}") for n in range(6)]
    risks = [await day.wrote(f"Опасная {n}", danger=True, danger_grade=DangerGrade.RISK, danger_words="искрит") for n in range(3)]
    day.to(10)
    (_accepted, outside, later, back, *_left), (answered, _taken, known) = plain, risks
    for each in (*plain[:4], *risks[:2]):
        await day.did(each, Act.ACCEPT)
    await day.answered(answered)
    await day.did(outside, Act.SEND_OUTSIDE, until=at(15, day=27), organisation="Сетевая компания")
    await day.did(later, Act.POSTPONE, until=at(15, day=27))
    await day.did(known, Act.DANGER_KNOWN, "duty")
    await day.did(back, Act.CLOSE, outcome=ClosingOutcome.EXPLAINED)
    await day.did(back, Act.REOPEN, "coordinator")


async def test_every_in_work_of_one_screen_adds_up_in_the_lists_and_in_the_workbook(day: Day) -> None:
    await everything_at_once(day)
    text = await day.text()
    assert await day.differences() == []
    assert "В работе сейчас: 5, не приняли 4" in text
    assert "Есть риск: 3, из них знают 1, в работе 2" in text
    assert "В работе: 5, не приняли 4" in await day.text("my", official=day.town.who("coordinator").id)
    assert "в работе 5" in await day.text("R10", department="roads")
    questions, sums = await day.workbook()
    heads = questions[0]
    in_work = [row for row in questions[1:-1] if str(row[heads.index("Состояние")]).startswith("в работе")]
    assert (len(in_work), sum(bool(row[heads.index("Опасное")]) for row in in_work)) == (5, 2)
    assert questions[-1][heads.index("Состояние")] == "в работе 5"
    column = sums[0].index("В работе")
    of_each = {cut: sum(int(str(row[column])) for row in sums if row[0] == cut) for cut in ("Отдел", "Населённый пункт", "Тема", "Всего")}
    assert set(of_each.values()) == {5}


async def test_a_past_day_still_tells_of_the_danger_that_stood_through_it(day: Day) -> None:
    day.to(9, day=23)
    incident = await day.wrote("Газовая", danger=True, danger_grade=DangerGrade.NOW, danger_words="пахнет газом")
    for closed in (False, True):
        if closed:
            day.to(9, day=26)
            await day.did(incident, Act.CLOSE, "coordinator", outcome=DONE, untold=Untold.SPOKEN)
        async with day.town.storage.transaction() as tx:
            span = {"since": at(0, day=25), "until": at(0, day=26)}
            found = await summary_figures(tx, day.town.policy.calendar, **span, now=at(12, day=26))
        assert found.is_past and [each.id for each in found.standing] == [incident.id]


async def test_the_second_count_finds_every_number_that_is_changed(day: Day) -> None:
    await dangers(day)
    await thanks(day)
    await day.wrote("Гагарина", *[f"На Гагарина нет воды, дом {n}" for n in range(2, 10)], town="Редкино")
    text = await day.told()
    assert differences(day.file, text, since=day.since, until=day.until) == []
    lines, changed = text.split("\n"), 0
    for n, line in enumerate(lines[1:], start=1):
        for number in re.finditer(r"(?<![\d:.])\d+(?![\d:.])", line):
            if not read("\n".join(["", line]))[0] or ("Конаково, " in line and "пришл" not in line and "пишут" not in line):
                continue  # an address or an hour: no figure
            if line[: number.start()].count("«") > line[: number.start()].count("»"):
                continue  # a resident's words
            wrong = f"{line[: number.start()]}{int(number[0]) + 1}{line[number.end() :]}"
            text_of = "\n".join([*lines[:n], wrong, *lines[n + 1 :]])
            try:
                found = differences(day.file, text_of, since=day.since, until=day.until)
            except AssertionError:  # the parts of a line do not add up
                found = ["does not add up"]
            assert found, wrong
            changed += 1
    assert changed > 15


async def test_the_second_count_finds_a_changed_rule_and_a_line_that_nobody_checks(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    await merged(day)
    assert await day.differences() == []
    added = f"{await day.told()}\nСроки в порядке у 5"
    assert differences(day.file, added, since=day.since, until=day.until) == ["строку никто не проверил: Сроки в порядке у 5"]
    monkeypatch.setattr(figures, "counts", lambda incident: incident.merged_into is None)
    assert any(found.startswith("opened: ") for found in await day.differences())
