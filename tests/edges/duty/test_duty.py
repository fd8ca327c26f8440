"""/duty through the real inbox; the tick turns the watch, and open dangers follow it."""

from bot.ticks.people import watch
from handlers.duty.buttons import DutyButton, DutyDo
from handlers.people.buttons import PeopleButton, PeopleDo
from incidents.duty.values import Shift
from incidents.official import Watch
from incidents.reading import DangerGrade
from tests.kit.desk_town import START
from tests.kit.duty import said, standing, text, town
from tests.kit.phones import Phones
from tests.kit.tdlib import parse

__all__ = ["town"]


async def shifts(town: Phones) -> list[Shift]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.shifts.after(START))


async def tick(town: Phones) -> None:
    await watch(town.town.around())


def button(do: DutyDo, shift: int = 0) -> DutyButton:
    return DutyButton(do=do, shift=shift, page=0)


async def add(town: Phones, words: str) -> None:
    await town.press("coordinator", button(DutyDo.ADD))
    await town.type("coordinator", words)


async def test_shifts_are_typed_shown_and_taken_away_by_number(town: Phones) -> None:
    await town.type("coordinator", "/duty")
    assert "Смен нет. Об опасном узнают сразу все дежурные" in await text(town, "duty")
    await add(town, "24.11 8:00 – 20:00 Иванов\n24.11 20:00 – 25.11 8:00 Петрова")
    shown = await said(town, "duty")
    assert parse(shown.html).split("\n") == [
        "Дежурства, 23–29 ноября",
        "Сейчас: Иванов Пётр, до вт 24 ноября, 20:00",
        "Всегда: Дежурный, ЕДДС 6",
        "пн 23: не было",
        "вт 24: Иванов Пётр день, Петрова Анна ночь",
        *("ср 25: никого", "чт 26: никого", "пт 27: никого", "сб 28: никого", "вс 29: никого"),
        "Никого: ср 25, чт 26, пт 27, сб 28, вс 29. Опасное разбудит всех дежурных и координатора",
    ]
    assert [[b.label for b in row] for row in shown.rows] == [
        ["вт 24", "ср 25", "чт 26", "пт 27"],
        ["сб 28", "вс 29"],
        ["Дальше"],
        ["Как на прошлой", "График XLSX"],
        ["Вписать строками", "Убрать смену"],
    ]
    assert await standing(town) == {"ivan": Watch.NOW, "anna": Watch.NEXT, "duty": None}
    assert "Вы на дежурстве до вт 24 ноября, 20:00" in await text(town, "shift_began")
    first, _ = await shifts(town)
    await town.press("coordinator", button(DutyDo.REMOVE))
    assert "Какую смену убрать?" in await text(town, "duty_remove")
    assert await town.press("coordinator", button(DutyDo.REMOVE, first.id)) == "Смену убрали"
    assert await town.press("coordinator", button(DutyDo.REMOVE, first.id)) == "Так уже и есть"
    assert len(await shifts(town)) == 1
    assert (await standing(town))["ivan"] is None


async def test_one_bad_line_takes_nothing_and_the_question_stays_open(town: Phones) -> None:
    await add(town, "24.11 8:00 – 20:00 Иванов\n24.11 20:00 – 25.11 8:00 Сидоров")
    assert "Строка 2: «Сидоров» среди сотрудников не нашли" in await text(town, "refusal")
    assert await shifts(town) == []
    await town.type("coordinator", "24.11 8:00 – 20:00 Иванов")
    assert len(await shifts(town)) == 1
    await add(town, "24.11 8:00 – 20:00 Иванов")  # the very same one is no second shift
    assert len(await shifts(town)) == 1


async def test_the_watch_turns_by_the_clock_once_and_open_dangers_follow(town: Phones) -> None:
    await add(town, "24.11 8:00 – 10:00 Иванов\n24.11 10:00 – 20:00 Петрова")
    danger = await town.town.open(danger_grade=DangerGrade.NOW, danger=True, danger_words="упало")
    told = await town.town.cards(danger.id)
    assert {town.user("ivan"), town.user("duty")} <= told
    assert town.user("anna") not in told
    await town.town.sweep_outbox()
    await tick(town)
    assert await town.town.says() == []
    town.town.clock.move(hours=1)
    await tick(town)
    await tick(town)
    assert sorted(await town.town.says()) == [("shift_began", town.user("anna")), ("shift_over", town.user("ivan"))]
    assert town.user("anna") in await town.town.cards(danger.id)


async def test_duty_reads_the_roster_and_only_a_coordinator_changes_it(town: Phones) -> None:
    await add(town, "24.11 8:00 – 20:00 Иванов")
    await town.type("ivan", "/duty")
    assert [b.label for row in (await said(town, "duty")).rows for b in row] == ["Дальше"]
    await town.press("ivan", button(DutyDo.SHOW))
    for do in (DutyDo.ADD, DutyDo.REMOVE, DutyDo.COPY, DutyDo.EXPORT):
        assert "координатор" in str(await town.press("ivan", button(do, 1 if do is DutyDo.REMOVE else 0)))
    assert len(await shifts(town)) == 1


async def test_whoever_leaves_is_on_duty_no_more(town: Phones) -> None:
    await add(town, "24.11 8:00 – 20:00 Иванов")
    person = town.town.who("ivan").id
    await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=person, choice="department"))
    assert await shifts(town) == []
