"""Officials, departments and rules as tables: out as XLSX, in with a dry run, every bad row named, nothing half-imported."""

import importlib
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from bot.delivery.invitation_codes import rendered
from bot.renderer import Renderer
from bot.username import BotName
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.messenger import Message
from incidents.official import Role
from incidents.routing.rules import Rule
from incidents.tables.sheets import HEADERS, Sheet, departments_sheet, rules_sheet
from incidents.tables.sheets_people import officials_sheet
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import csv, jobs, read, rows_of, send, xlsx
from tests.kit.tdlib import parse

OFFICIALS, DEPARTMENTS, RULES = HEADERS[Sheet.OFFICIALS], HEADERS[Sheet.DEPARTMENTS], HEADERS[Sheet.RULES]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def said(town: Phones, code: str) -> Message:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return await rendered(Renderer(konakovo(), BotName("otklik_bot")), tx, row, now=town.town.clock.now())


async def press(town: Phones, do: SheetDo, by: str = "coordinator") -> str | None:
    all_jobs = await jobs(town)
    return await town.press(by, SheetButton(do=do, file=all_jobs[-1].id if all_jobs else 0), message_id=44)


async def rules(town: Phones) -> Sequence[Rule]:
    async with town.town.storage.transaction() as tx:
        return await tx.rules.all()


@pytest.mark.parametrize(
    ("do", "sheet"),
    [(SheetDo.EXPORT_OFFICIALS, Sheet.OFFICIALS), (SheetDo.EXPORT_DEPARTMENTS, Sheet.DEPARTMENTS), (SheetDo.EXPORT_RULES, Sheet.RULES)],
)
async def test_what_goes_out_comes_back_and_changes_nothing(town: Phones, do: SheetDo, sheet: Sheet) -> None:
    async with town.town.storage.transaction() as tx:
        people, departments, tree = await tx.officials.all(), await tx.departments.all(), await tx.rules.all()
    await town.press("coordinator", SheetButton(do=do, file=0))
    message = await said(town, "export")
    table = rows_of(message)
    titles = {each.id: each.title for each in departments}
    wanted = {
        Sheet.OFFICIALS: officials_sheet(people, titles),
        Sheet.DEPARTMENTS: departments_sheet(departments),
        Sheet.RULES: rules_sheet(tree, titles),
    }[sheet]
    assert table == [list(HEADERS[sheet]), *wanted]
    assert "Измените и пришлите сюда" in parse(message.html)
    (report,) = await read(town, "table.xlsx", xlsx(table))
    assert "ошибок нет" in report
    await town.town.sweep_outbox()
    assert await press(town, SheetDo.APPLY) is None
    assert [code for code, _ in await town.town.says()] == ["sheet_applied"]
    async with town.town.storage.transaction() as tx:
        assert (list(await tx.officials.all()), list(await tx.departments.all()), tuple(await tx.rules.all())) == (
            list(people), list(departments), tuple(tree),
        )  # fmt: skip
    assert await press(town, SheetDo.APPLY) == "Так уже и есть"


async def test_a_table_of_officials_renames_moves_and_invites(town: Phones) -> None:
    ann = town.town.who("ann").id
    lines = [OFFICIALS, (str(ann), "Анна Смирнова", "исполнитель", "housing"), ("", "Новый человек", "глава", "")]
    (report,) = await read(town, "люди.csv", csv(lines))
    assert "2 строки, ошибок нет" in report
    assert "Без номера: 1, для каждого пришлём ссылку" in report
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann)).department_id == ROADS  # a dry run changes nothing
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        after = await tx.officials.get(ann)
    assert (after.name, after.role, after.department_id) == ("Анна Смирнова", Role.EXECUTOR, HOUSING)
    assert "Ссылка для одного человека, на сутки: глава" in parse((await said(town, "invitation")).html)
    assert {"table_read", "table_applied", "role_changed"} <= {what for what, _ in await town.town.audited()}


async def test_every_bad_row_is_named_and_nothing_is_half_imported(town: Phones) -> None:
    ann = town.town.who("ann").id
    lines = [
        OFFICIALS,
        (str(ann), "Анна", "глава", ""),
        ("777", "Кто-то", "директор", ""),
        (str(ann), "Анна", "исполнитель", "неведомый отдел"),
    ]
    (report,) = await read(town, "люди.xlsx", xlsx(lines))
    text = parse(report)
    assert "4 ошибки, ничего не изменили" in text
    assert "Строка 3, «Номер сотрудника»: сотрудника с номером «777» нет; для нового оставьте пусто" in text
    assert "Строка 3, «Роль»: бывает: исполнитель, " in text
    assert "Строка 4, «Номер сотрудника»: этот сотрудник уже был выше" in text
    assert "Строка 4, «Отдел»: этой роли нужен отдел" in text
    assert await press(town, SheetDo.APPLY) == "Так уже и есть"
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann)).role is Role.EXECUTOR


async def test_work_phones_and_the_lawyer_come_with_the_table_and_a_table_without_them_changes_neither(town: Phones) -> None:
    ann = town.town.who("ann").id
    mine = (str(ann), "", "исполнитель", "roads")
    (report,) = await read(town, "люди.xlsx", xlsx([OFFICIALS, (*mine, "звоните", "наверное")]))
    assert "Строка 2, «Рабочий телефон»" in parse(report)
    assert "Строка 2, «Юрист»: да, нет или пусто" in parse(report)
    await read(town, "люди.xlsx", xlsx([OFFICIALS, (*mine, "8 48242 4-12-34", "да")]))
    await press(town, SheetDo.APPLY)
    await read(town, "люди.xlsx", xlsx([OFFICIALS[:4], mine]))
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        after = await tx.officials.get(ann)
    assert (after.phone, after.lawyer) == ("8 48242 4-12-34", True)


async def test_departments_are_added_and_renamed_and_their_people_with_them(town: Phones) -> None:
    (report,) = await read(town, "отделы.csv", csv([DEPARTMENTS, ("roads", "отдел дорог"), ("parks", "отдел парков")]))
    assert "Новые отделы добавятся" in report
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        titles = {str(each.id): each.title for each in await tx.departments.all()}
        ann = await tx.officials.get(town.town.who("ann").id)
    assert (titles["roads"], titles["parks"], ann.title) == ("отдел дорог", "отдел парков", "исполнитель, отдел дорог")
    (report,) = await read(town, "отделы.csv", csv([DEPARTMENTS, ("Дороги", "x"), ("a", ""), ("b", "б"), ("b", "б")]))
    assert "3 ошибки, ничего не изменили" in parse(report)


async def test_phones_and_hours_of_departments_come_with_the_table_and_a_bad_one_is_named(town: Phones) -> None:
    columns, old = DEPARTMENTS, DEPARTMENTS[:2]
    lines = [columns, ("roads", "отдел дорог", "8 48242 4-12-34", "пн–пт 9:00–18:00"), ("housing", "отдел ЖКХ", "", "")]
    (report,) = await read(town, "отделы.csv", csv(lines))
    assert "ошибок нет" in report
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        roads = next(each for each in await tx.departments.all() if each.id == "roads")
    assert (roads.phone, roads.hours) == ("8 48242 4-12-34", "пн–пт 9:00–18:00")
    (report,) = await read(town, "отделы.csv", csv([old, ("roads", "отдел дорог")]))
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        assert next(each for each in await tx.departments.all() if each.id == "roads").phone == "8 48242 4-12-34"
    (report,) = await read(town, "отделы.csv", csv([columns, ("roads", "отдел дорог", "4-12-34", "днём")]))
    text = parse(report)
    assert "2 ошибки, ничего не изменили" in text
    assert "«Телефон для жителей»: Не хватает кода города" in text
    (report,) = await read(town, "отделы.csv", csv([columns, ("roads", "отдел дорог", "", "")]))
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        assert next(each for each in await tx.departments.all() if each.id == "roads").phone is None


async def test_rules_are_replaced_whole_and_routing_follows(town: Phones) -> None:
    lines = [
        RULES,
        ("1", "всё о дорогах", "", "", "roads", "", "", ""),
        ("2", "ямы", "1", "отдел ЖКХ", "", "roads_potholes", "s-konakovo", "нет"),
        ("3", "остальное", "", "roads", "", "", "", ""),
    ]
    (report,) = await read(town, "правила.xlsx", xlsx(lines))
    assert "Правила заменятся целиком" in report
    await press(town, SheetDo.APPLY)
    first, second = await rules(town)
    assert (first.number, first.department_id, first.groups) == (1, None, frozenset({"roads"}))
    (child,) = first.children
    assert (child.department_id, child.topics, child.settlements, child.danger) == (
        HOUSING, frozenset({"roads_potholes"}), frozenset({"s-konakovo"}), False,
    )  # fmt: skip
    assert second.department_id == ROADS
    await town.type("coordinator", "/rules")
    text = parse((await said(town, "rules")).html)
    assert "1. всё о дорогах\n· 2. ямы: отдел ЖКХ\n3. остальное: отдел дорожного хозяйства" in text
    (report,) = await read(town, "правила.xlsx", xlsx([RULES, ("1", "всё о дорогах", "", "roads", "roads", "", "", "", "да")]))
    await press(town, SheetDo.APPLY)
    assert [rule.active for rule in await rules(town)] == [False]


async def test_bad_rules_are_named(town: Phones) -> None:
    before = await rules(town)
    lines = [
        RULES,
        ("x", "нет номера", "", "roads", "", "", "", ""),
        ("1", "", "9", "нигде", "выдумка", "выдумка", "выдумка", "может"),
        ("1", "снова", "", "roads", "", "", "", ""),
        ("2", "никуда", "", "", "", "", "", ""),
    ]
    (report,) = await read(town, "правила.csv", csv(lines))
    text = parse(report)
    assert "10 ошибок" in text
    for words in (
        *("Строка 2, «Номер правила»", "правила «9» выше нет", "отдела «нигде» нет", "Строка 3, «Группы»", "Строка 3, «Места»"),
        *("да, нет или пусто", "правило 1 уже было выше", "Строка 5, «Отдел»: правило никуда не ведёт"),
    ):
        assert words in text, words
    assert await rules(town) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("люди.xlsx", b"MZ\x90\x00\x03" + b"\x00" * 500, "не похоже на таблицу XLSX"),
        ("люди.xlsx", xlsx([OFFICIALS]), "под заголовком нет ни одной строки"),
        ("люди.csv", csv([OFFICIALS, *[("", "Имя", "глава", "")] * 2_100]), "больше 2000 строк"),
        ("люди.csv", csv([OFFICIALS, *[("", "Имя", "глава", "")] * 50_000]), "строк больше"),
        ("люди.xlsx", xlsx([OFFICIALS, ("=1+1", "=HYPERLINK(1)", "=2", "")]), "формула без значения"),
    ],
)
async def test_a_bad_file_is_a_plain_sentence_with_an_audit_line_and_changes_nothing(
    town: Phones, name: str, content: bytes, words: str
) -> None:
    async with town.town.storage.transaction() as tx:
        before = list(await tx.officials.all())
    (report,) = await read(town, name, content)
    assert words in parse(report)
    assert {what for what, _ in await town.town.audited()} & {"file_refused", "table_read"}
    async with town.town.storage.transaction() as tx:
        assert list(await tx.officials.all()) == before
    assert await town.town.says("invitation") == []


async def test_a_table_may_be_dropped_and_only_a_coordinator_decides(town: Phones) -> None:
    await read(town, "отделы.csv", csv([DEPARTMENTS, ("parks", "отдел парков")]))
    assert "координатор" in str(await press(town, SheetDo.APPLY, by="ann"))
    await press(town, SheetDo.DROP)
    assert "Ничего не изменилось" in parse((await said(town, "sheet_dropped")).html)
    assert await press(town, SheetDo.DROP) == "Так уже и есть"
    assert await press(town, SheetDo.APPLY) == "Так уже и есть"
    async with town.town.storage.transaction() as tx:
        assert "parks" not in {each.id for each in await tx.departments.all()}


async def test_what_changed_meanwhile_is_said_before_anything_is_applied(town: Phones) -> None:
    ann = town.town.who("ann").id
    await read(town, "люди.csv", csv([OFFICIALS, (str(ann), "Анна", "глава", "")]))
    async with town.town.storage.transaction() as tx:
        person = await tx.officials.get(ann)
        await tx.officials.save(type(person)(**{**_fields(person), "active": False}))
    assert "С тех пор всё изменилось. Строка 2" in str(await press(town, SheetDo.APPLY))


def _fields(person: Any) -> dict[str, Any]:
    return {name: getattr(person, name) for name in type(person).__dataclass_fields__}


async def test_the_last_coordinator_is_not_taken_away_by_a_table(town: Phones) -> None:
    boss = town.town.who("coordinator").id
    await read(town, "люди.csv", csv([OFFICIALS, (str(boss), "", "наблюдатель", "")]))
    assert "последний координатор" in str(await press(town, SheetDo.APPLY))


def book(*sheets: Sequence[Sequence[Any]], merge: str | None = None, wide: bool = False) -> bytes:  # Any: values of cells
    """A workbook as people make it: several sheets, numbers and dates in cells, merged ones, a column formatted to the end."""
    openpyxl: Any = importlib.import_module("openpyxl")
    made = openpyxl.Workbook()
    made.remove(made.active)
    for n, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Лист{n + 1}")
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
        if wide:
            sheet.cell(1_000, 16_384).number_format = "0.00"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


async def test_a_table_as_people_leave_it_is_read(town: Phones) -> None:
    ann, peter = town.town.who("ann").id, town.town.who("peter").id
    rows = [
        ("Список сотрудников на 24 ноября", None, None, None, None),
        (None, None, None, None, None),
        (" Номер сотрудника ", "ИМЯ", "Роль", "Отдел  ", "Телефон, для себя"),
        (float(ann), " Анна   Смирнова ", "Исполнитель ", "отдел ЖКХ", 84824240000.0),
        (None, None, None, None, None),
        (peter, "Пётр", "исполнитель", " roads", "44:00"),
    ]
    (report,) = await read(town, "люди.xlsx", book([], rows, wide=True))
    assert "2 строки, ошибок нет" in parse(report)
    await press(town, SheetDo.APPLY)
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann)).name == "Анна Смирнова"
        assert (await tx.officials.get(ann)).department_id == HOUSING


async def test_a_cell_merged_over_rows_is_named_where_it_is_missed(town: Phones) -> None:
    ann, peter = town.town.who("ann").id, town.town.who("peter").id
    rows = [OFFICIALS, (ann, "Анна", "исполнитель", "roads"), (peter, "Пётр", "исполнитель", "roads")]
    (report,) = await read(town, "люди.xlsx", book(rows, merge="D2:D3"))
    assert "Строка 3, «Отдел»: этой роли нужен отдел" in parse(report)
    assert await town.town.says("sheet_applied") == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("люди.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "закрыт паролем или сохранён как старый XLS"),
        ("люди.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "закрыт паролем"),
        ("люди.csv", b"MZ\x90\x00\x03" + b"\x00" * 500, "это не таблица CSV"),
        ("люди.xlsx", b"PK\x03\x04" + b"\x00" * 500, "не похоже на таблицу XLSX или файл повреждён"),
        ("люди.xlsx", book([OFFICIALS, *[("", "Имя", "глава", "")] * 50_000]), "строк больше 10000"),
        ("люди.xlsx", book([]), "таблица пуста"),
        ("люди.xlsx", book([OFFICIALS, ("=1+1", "Имя", "глава", "")]), "в клетке A2 формула без значения"),
    ],
)
async def test_a_file_that_is_no_table_is_a_plain_sentence(town: Phones, name: str, content: bytes, words: str) -> None:
    (report,) = await read(town, name, content)
    text = parse(report)
    assert words in text
    assert "ичего не измен" in text
    assert await town.town.says("invitation") == []


@pytest.mark.parametrize(("name", "words"), [("люди.xlsm", "Файлы с макросами (XLSM) не берём"), ("люди.xls", "Старый XLS сохраните")])
async def test_a_kind_of_file_that_is_not_taken_is_told_how_to_save(town: Phones, name: str, words: str) -> None:
    await send(town, name, b"")
    (row,) = [row for row in await town.town.rows() if row.code == "refusal"]
    assert words in str(row.params["text"])
    assert await jobs(town) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
async def test_a_csv_of_any_of_excels_encodings_is_read(town: Phones, encoding: str) -> None:
    ann = town.town.who("ann").id
    text = "\n".join(";".join(row) for row in [OFFICIALS, (str(ann), "Анна Смирнова", "исполнитель", "отдел ЖКХ")])
    (report,) = await read(town, "люди.csv", text.encode(encoding))
    assert "1 строка, ошибок нет" in parse(report)


async def test_a_table_saved_with_a_wrong_ending_is_read_for_what_it_is(town: Phones) -> None:
    (report,) = await read(town, "отделы.csv", xlsx([DEPARTMENTS, ("parks", "отдел парков", "", "")]))
    assert "ошибок нет" in parse(report)
