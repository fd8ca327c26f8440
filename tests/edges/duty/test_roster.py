"""The roster by taps, its table, shifts that change hands, gaps told beforehand: through the real inbox and storage."""

from datetime import date, datetime, timedelta

import pytest

from bot.ticks.people import duty_gaps
from handlers.duty.buttons import DayDo, DutyButton, DutyDay, DutyDo, SwapAnswer, SwapAsk, SwapDo
from handlers.people.buttons import PeopleButton, PeopleDo
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.duty.roster import DayPart, span
from incidents.duty.values import Shift
from incidents.official import Role, Watch
from tests.kit.desk_town import konakovo
from tests.kit.duty import said, standing, text, town
from tests.kit.phones import Phones
from tests.kit.sent_files import jobs, read, rows_of, xlsx
from tests.kit.tdlib import parse
from tests.kit.values.samples import at

__all__ = ["town"]
ZONE = konakovo().timezone
SATURDAY = date(2026, 11, 28)


async def every(town: Phones) -> list[tuple[str, datetime, datetime]]:
    names = {person.id: name for name, person in town.town.people.items()}
    async with town.town.storage.transaction() as tx:
        return [(names[each.official_id], each.starts_at, each.ends_at) for each in await tx.shifts.after(at(1, day=1))]


async def shifts(town: Phones) -> list[Shift]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.shifts.after(town.town.clock.now()))


def day(do: DayDo, on: date = SATURDAY, official: int = 0, part: str = "") -> DutyDay:
    return DutyDay(do=do, day=on.toordinal(), official=official, part=part, page=0)


def duty(do: DutyDo, shift: int = 0, page: int = 0) -> DutyButton:
    return DutyButton(do=do, shift=shift, page=page)


async def put(town: Phones, name: str, on: date = SATURDAY, part: DayPart = DayPart.FULL) -> str | None:
    return await town.press("coordinator", day(DayDo.PUT, on, town.town.who(name).id, part))


async def test_a_free_day_is_filled_in_three_taps(town: Phones) -> None:
    await town.type("coordinator", "/duty")
    shown = await said(town, "duty")
    saturday = next(b for row in shown.rows for b in row if b.label == "сб 28")
    await town.press("coordinator", str(saturday.data))
    opened = await said(town, "duty_day")
    assert "сб 28 ноября\nПока никого\nКто дежурит?" in parse(opened.html).replace("Сб", "сб")
    ivan = next(b for row in opened.rows for b in row if b.label == "Иванов Пётр")
    await town.press("coordinator", str(ivan.data))
    parts = await said(town, "duty_part")
    assert [[b.label for b in row] for row in parts.rows] == [["День, 8–20", "Ночь, 20–8"], ["Сутки, 8–8", "Назад"]]
    night = parts.rows[0][1]
    assert await town.press("coordinator", str(night.data)) == "Записали: 28.11, ночь, Иванов Пётр"
    assert await every(town) == [("ivan", *span(SATURDAY, DayPart.NIGHT, ZONE))]
    assert "сб 28: Иванов Пётр ночь" in await text(town, "duty")
    assert "Никого: вт 24 с 9:14 до 8:00, ср 25, чт 26, пт 27, сб 28 днём, вс 29. Опасное" in await text(town, "duty")
    (row,) = [row for row in await town.town.rows() if row.code == "your_shifts"]
    assert (row.chat_id, row.not_before) == (town.user("ivan"), at(9, 20))
    assert "Ваши дежурства\nсб 28 ноября, 20:00 – вс 29 ноября, 8:00" in await text(town, "your_shifts")
    await town.press("coordinator", day(DayDo.OPEN))
    drop = next(b for row in (await said(town, "duty_day")).rows for b in row if b.label.startswith("Убрать"))
    assert await town.press("coordinator", str(drop.data)) == "Смену убрали"
    assert await every(town) == []
    assert "Смен у вас больше нет" in await text(town, "your_shifts")


async def test_what_cannot_be_is_refused_and_nothing_changes(town: Phones) -> None:
    assert "уже прошла" in str(await put(town, "ivan", date(2026, 11, 20)))
    assert "в графике быть не может" in str(await put(town, "head"))
    assert await put(town, "ivan") is not None
    assert "уже есть смена" in str(await put(town, "ivan", part=DayPart.DAY))
    assert "координатор" in str(await town.press("ivan", day(DayDo.PUT, SATURDAY, town.town.who("ivan").id, "f")))
    assert await town.press("coordinator", day(DayDo.PUT, SATURDAY, town.town.who("anna").id, "x")) is not None
    assert len(await every(town)) == 1


async def test_last_week_is_copied_once_onto_free_days(town: Phones) -> None:
    assert "копировать нечего" in str(await town.press("coordinator", duty(DutyDo.COPY)))
    for n in range(3):
        await put(town, "ivan", SATURDAY - timedelta(days=n))
    await put(town, "anna", SATURDAY + timedelta(days=7), DayPart.DAY)
    assert await town.press("coordinator", duty(DutyDo.COPY, page=1)) == (
        "Скопировали смен: 2. Не вошло 1: дни заняты, прошли или человек в отпуске"
    )
    found = await every(town)
    assert [(name, start.astimezone(ZONE).day) for name, start, _ in found] == [
        *(("ivan", 26), ("ivan", 27), ("ivan", 28)),
        *(("ivan", 3), ("ivan", 4), ("anna", 5)),
    ]
    assert "смены уже есть" in str(await town.press("coordinator", duty(DutyDo.COPY, page=1)))
    assert await every(town) == found


async def test_a_gap_is_told_the_working_day_before_once(town: Phones) -> None:
    await put(town, "ivan", date(2026, 11, 27))
    await town.town.sweep_outbox()
    town.town.clock.moment = at(9, 30, day=27)
    await duty_gaps(town.town.around())
    assert await town.town.says("duty_gaps") == []  # ten o'clock has not come
    town.town.clock.moment = at(10, 1, day=27)
    await duty_gaps(town.town.around())
    await duty_gaps(town.town.around())
    assert await town.town.says("duty_gaps") == [("duty_gaps", town.user("coordinator"))]
    told = await text(town, "duty_gaps")
    assert "Никого: сб 28, вс 29, пн 30. Опасное разбудит всех дежурных и координатора" in told
    town.town.clock.moment = at(10, 1, day=28)
    await town.town.sweep_outbox()
    await duty_gaps(town.town.around())
    assert await town.town.says("duty_gaps") == []  # a day off


async def test_without_a_roster_nobody_is_told_of_gaps(town: Phones) -> None:
    town.town.clock.moment = at(10, 1)
    await duty_gaps(town.town.around())
    assert await town.town.says() == []


async def ask(town: Phones, *, instead: bool = True) -> int:
    """Ivan asks Anna for his Saturday; gives back the request's number."""
    mine, theirs = await shifts(town)
    to = town.town.who("anna").id
    toast = await town.press("ivan", SwapAsk(shift=mine.id, official=to, instead=theirs.id if instead else 0))
    assert toast == "Спросили. Скажет «беру», и смена перейдёт, мы напишем"
    return int(str([row for row in await town.town.rows() if row.code == "swap_asked"][-1].params["swap"]))


async def two_shifts(town: Phones) -> None:
    await put(town, "ivan")
    await put(town, "anna", SATURDAY + timedelta(days=1))
    await town.town.sweep_outbox()


async def test_two_taps_swap_a_shift_and_the_other_confirms(town: Phones) -> None:
    await two_shifts(town)
    await town.press("ivan", duty(DutyDo.SWAP))
    offered = await said(town, "duty_swap_with")
    assert "Поменять на:\n1. Петрова Анна: вс 29 ноября, 8:00 – пн 30 ноября, 8:00" in parse(offered.html)
    await town.press("ivan", str(offered.rows[0][0].data))
    asked = await said(town, "swap_asked")
    assert "Просят взять дежурство: сб 28 ноября, 8:00 – вс 29 ноября, 8:00" in parse(asked.html)
    assert "Взамен заберут вашу смену вс 29 ноября" in parse(asked.html)
    assert [name for name, *_ in await every(town)] == ["ivan", "anna"]
    assert await town.press("anna", str(asked.rows[0][0].data)) == "Смена ваша. Тому, кто просил, сказали"
    assert [name for name, *_ in await every(town)] == ["anna", "ivan"]
    assert "Смену взяли: сб 28 ноября" in await text(town, "swap_taken")
    assert "поменялись" in await text(town, "swap_told")
    assert await town.press("anna", str(asked.rows[0][0].data)) == "Так уже и есть"


async def test_a_refusal_leaves_the_roster_and_offers_another(town: Phones) -> None:
    await two_shifts(town)
    swap = await ask(town, instead=False)
    assert await town.press("anna", SwapAnswer(do=SwapDo.REFUSE, swap=swap)) == "Передали, что не можете. График прежний"
    assert [name for name, *_ in await every(town)] == ["ivan", "anna"]
    assert "Взять смену не могут" in await text(town, "swap_refused")


async def test_a_request_that_no_longer_fits_changes_nothing(town: Phones) -> None:
    await two_shifts(town)
    first = await ask(town)
    mine, theirs = await shifts(town)
    again = SwapAsk(shift=mine.id, official=town.town.who("anna").id, instead=theirs.id)
    assert await town.press("ivan", again) == "Уже спросили, ждём ответа"
    assert "другого человека" in str(await town.press("coordinator", SwapAnswer(do=SwapDo.TAKE, swap=first)))
    second = await ask(town, instead=False)
    assert "Просьбу уже изменили" in str(await town.press("anna", SwapAnswer(do=SwapDo.TAKE, swap=first)))
    await town.press("coordinator", duty(DutyDo.REMOVE, mine.id))
    assert "Этой смены больше нет" in str(await town.press("anna", SwapAnswer(do=SwapDo.TAKE, swap=second)))
    assert "Этой просьбы больше нет" in str(await town.press("anna", SwapAnswer(do=SwapDo.TAKE, swap=99)))
    assert "другого человека" in str(await town.press("ivan", SwapAsk(shift=theirs.id, official=town.town.who("anna").id, instead=0)))
    assert "другая роль" in str(await town.press("anna", SwapAsk(shift=theirs.id, official=town.town.who("ann").id, instead=0)))
    town.town.clock.moment = at(9, day=29)
    assert "уже идёт" in str(await town.press("anna", SwapAsk(shift=theirs.id, official=town.town.who("ivan").id, instead=0)))
    assert [name for name, *_ in await every(town)] == ["anna"]


async def test_a_shift_that_begins_now_by_a_swap_turns_the_watch(town: Phones) -> None:
    await put(town, "ivan", date(2026, 11, 24), DayPart.NIGHT)
    await put(town, "anna", SATURDAY)
    swap = await ask(town)
    town.town.clock.moment = at(19, 59)
    await town.press("anna", SwapAnswer(do=SwapDo.TAKE, swap=swap))
    assert (await standing(town))["anna"] is Watch.NEXT


async def test_of_several_shifts_one_is_chosen_and_of_none_it_is_told(town: Phones) -> None:
    await town.press("ivan", duty(DutyDo.SWAP))
    assert "смен впереди у вас нет" in await text(town, "duty_swap")
    await put(town, "ivan")
    await put(town, "ivan", SATURDAY + timedelta(days=1))
    await town.press("ivan", duty(DutyDo.SWAP))
    assert "Какую смену отдать?" in await text(town, "duty_swap")
    chosen = (await said(town, "duty_swap")).rows[0][1]
    await town.press("ivan", str(chosen.data))
    assert "Смена вс 29 ноября" in await text(town, "duty_swap_with")
    assert "Отдать: Петрова" in str([b.label for row in (await said(town, "duty_swap_with")).rows for b in row])
    assert "уже идёт" in str(await town.press("ivan", duty(DutyDo.SWAP, 999)))


async def test_the_table_goes_out_and_comes_back_changed(town: Phones) -> None:
    await put(town, "ivan")
    await town.press("coordinator", duty(DutyDo.EXPORT))
    table = rows_of(await said(town, "duty_export"))
    assert table[0][:2] == ["Дата дежурства", "День"]
    line, column = next(n for n, row in enumerate(table) if row[0] == "28.11.2026"), table[0].index("Иванов Пётр")
    assert table[line][column] == "сутки"
    (same,) = await read(town, "duty.xlsx", xlsx(table))
    assert "График такой и есть: 1 смена" in parse(same)
    table[line][column] = "день"
    table[line][table[0].index("Петрова Анна")] = "ночь"
    (report,) = await read(town, "duty.xlsx", xlsx(table))
    assert "Добавится 2, уберём 1" in parse(report)
    assert len(await every(town)) == 1  # a dry run
    apply = SheetButton(do=SheetDo.APPLY, file=(await jobs(town))[-1].id)
    assert "координатор" in str(await town.press("ivan", apply))
    await town.press("coordinator", apply)
    assert await every(town) == [("ivan", *span(SATURDAY, DayPart.DAY, ZONE)), ("anna", *span(SATURDAY, DayPart.NIGHT, ZONE))]
    assert "Применили: дежурства" in await text(town, "sheet_applied")
    assert await town.press("coordinator", apply) == "Так уже и есть"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Дата дежурства", "Иванов Пётр"), ("28.11.2026", "может")], "Строка 2, «Иванов Пётр»: «может» непонятно"),
        ([("Дата дежурства", "Сидоров"), ("28.11.2026", "день")], "Строка 1, «Сидоров»: такого сотрудника нет"),
        ([("Дата дежурства", "Иванов Пётр")], "нет ни одной строки"),
        ([("Дата дежурства", "Иванов Пётр"), *[("28.11.2026", "день")] * 500], "больше 400 дней"),
    ],
)
async def test_a_bad_table_names_its_cells_and_changes_nothing(town: Phones, rows: list[tuple[str, ...]], words: str) -> None:
    (report,) = await read(town, "duty.xlsx", xlsx(rows))
    assert words in parse(report)
    assert await every(town) == []


async def test_a_table_read_before_a_person_left_is_not_applied_in_part(town: Phones) -> None:
    await read(town, "duty.xlsx", xlsx([("Дата дежурства", "Иванов Пётр"), ("28.11.2026", "день")]))
    await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=town.town.who("ivan").id, choice="department"))
    apply = SheetButton(do=SheetDo.APPLY, file=(await jobs(town))[-1].id)
    assert "С тех пор всё изменилось" in str(await town.press("coordinator", apply))
    assert await every(town) == []


async def test_a_coordinator_on_duty_covers_a_gap(town: Phones) -> None:
    await put(town, "coordinator")
    assert town.town.who("coordinator").role is Role.COORDINATOR
    assert "пт 27, вс 29. Опасное" in await text(town, "duty")
    for n in (25, 26, 27, 29):
        await put(town, "coordinator", date(2026, 11, n))
    town.town.clock.moment = at(9, day=25)
    await town.press("coordinator", duty(DutyDo.SHOW, page=0))
    assert "Никого" not in await text(town, "duty")
    mine = [each for each in await shifts(town) if each.starts_at.astimezone(ZONE).day == 28]
    await town.press("coordinator", duty(DutyDo.REMOVE, mine[0].id))
    await town.press("coordinator", duty(DutyDo.SHOW, page=0))
    assert "На субботу, 28 ноября, никого: опасное разбудит всех дежурных и координатора" in await text(town, "duty")


async def test_a_swap_whose_other_half_changed_is_not_made(town: Phones) -> None:
    await two_shifts(town)
    mate = await town.town.enrol("mate", Role.DUTY)
    swap = await ask(town)
    _, theirs = await shifts(town)
    async with town.town.storage.transaction() as tx:
        await tx.shifts.give(theirs.id, mate.id)
    assert "взамен теперь у другого" in str(await town.press("anna", SwapAnswer(do=SwapDo.TAKE, swap=swap)))
    assert [name for name, *_ in await every(town)] == ["ivan", "mate"]


async def test_a_swap_is_not_made_where_somebody_would_stand_twice(town: Phones) -> None:
    await two_shifts(town)
    await put(town, "anna", SATURDAY, DayPart.NIGHT)
    mine = (await shifts(town))[0]
    toast = await town.press("ivan", SwapAsk(shift=mine.id, official=town.town.who("anna").id, instead=0))
    assert "уже есть смена" in str(toast)


async def test_a_request_for_another_shift_stays_open(town: Phones) -> None:
    await two_shifts(town)
    await put(town, "ivan", SATURDAY - timedelta(days=2))
    await town.town.sweep_outbox()
    thursday, saturday, _ = await shifts(town)
    anna = town.town.who("anna").id
    for each in (thursday, saturday):
        await town.press("ivan", SwapAsk(shift=each.id, official=anna, instead=0))
    async with town.town.storage.transaction() as tx:
        assert [each.shift_id for each in await tx.swaps.asked()] == [thursday.id, saturday.id]
