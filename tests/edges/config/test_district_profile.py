"""A district's profile: the shipped one loads, and a mistake anywhere is one line with the file and the row."""

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config.district import DistrictError, find_profile, find_taxonomy, load_district
from incidents.danger.phones import Phone
from incidents.deadlines.values import Norm, StartEvent
from incidents.ids import DepartmentId
from incidents.routing.rules import Rule

ROOT = Path(__file__).parents[3]
NINE_TO_SIX = ((time(9), time(13)), (time(14), time(18)))


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A copy of Konakovo to break."""
    shutil.copytree(ROOT / "districts", tmp_path / "districts", copy_function=shutil.copyfile)
    return tmp_path / "districts" / "konakovo"


def refusal(profile: Path) -> str:
    with pytest.raises(DistrictError) as refused:
        load_district(profile)
    assert "\n" not in refused.value.user_text
    assert refused.value.user_text.startswith(str(profile.parent))
    return refused.value.user_text.removeprefix(f"{profile}/")


def put(profile: Path, name: str, text: str, *, instead_of: str | None = None) -> None:
    file = profile / name
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if instead_of is None:
        file.write_text(text, encoding="utf-8")
    else:
        assert instead_of in before
        file.write_text(before.replace(instead_of, text, 1), encoding="utf-8")


def append(profile: Path, name: str, text: str) -> int:
    """Add text to a file; the row that it begins at."""
    file = profile / name
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n"
    file.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def test_konakovo_is_whole() -> None:
    district = load_district(ROOT / "districts" / "konakovo")
    assert (district.id, district.title) == ("konakovo", "Конаковский муниципальный округ")
    assert district.timezone == ZoneInfo("Europe/Moscow")
    assert district.centre_id == "s-konakovo"
    assert district.policy.norms is district.norms
    assert district.policy.calendar is district.calendar
    assert (district.folder / "places.csv").is_file()
    assert {department.id for department in district.departments} >= {"housing", "roads"}
    assert all(department.district_id == "konakovo" for department in district.departments)
    assert all(len(topic.short) <= 24 for topic in district.topics.values())
    assert all(wall.owner_id < 0 for wall in district.walls)


def test_the_working_folder_is_looked_at_before_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: Path) -> None:
    monkeypatch.chdir(tmp_path)
    put(profile, "district.toml", 'title = "Наш"', instead_of='title = "Конаковский муниципальный округ"')
    assert load_district("districts/konakovo").title == "Наш"
    shutil.rmtree(profile)
    assert load_district("districts/konakovo").title == "Конаковский муниципальный округ"


def test_a_profile_elsewhere_takes_the_shipped_topics(profile: Path) -> None:
    (profile.parent / "taxonomy.csv").unlink()
    assert find_taxonomy(profile) == ROOT / "districts" / "taxonomy.csv"
    assert load_district(profile).topics


def test_a_folder_that_is_nowhere_is_refused_with_the_key_to_mend() -> None:
    with pytest.raises(DistrictError, match="такой папки нет; профиль района задаёт DISTRICT__PROFILE"):
        find_profile("districts/atlantis")


def test_a_zone_given_outside_wins(profile: Path) -> None:
    district = load_district(profile, ZoneInfo("Asia/Omsk"))
    assert district.timezone == district.calendar.timezone == ZoneInfo("Asia/Omsk")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("s-x,village,Ыково,д,mo-okrug,,,,,low", "неизвестный вид места «village»"),
        ("s-x,settlement,Ыково,д,mo-okrug,,север,36,,low", "«lat» не число: «север»"),
        ("s-x,settlement,Ыково", "ячеек 3, а столбцов 10"),
        ("s-konakovo,settlement,Конаково,г,mo-okrug,,,,,low", "id «s-konakovo» уже есть в строке"),
        ("s-x,settlement,Ыково,д,mo-mars,,,,,low", "нет места с id «mo-mars»"),
    ],
)
def test_a_broken_row_of_places_is_named(profile: Path, row: str, what: str) -> None:
    number = append(profile, "places.csv", row + "\n")
    assert refusal(profile).startswith(f"places.csv, строка {number}: {what}")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",отдел тайн", "пустой столбец «id»"),
        ("housing,второй ЖКХ", "отдел «housing» уже был"),
        ("a,b,c", "ячеек 3, а столбцов 2"),
    ],
)
def test_a_broken_row_of_departments_is_named(profile: Path, row: str, what: str) -> None:
    number = append(profile, "departments.csv", row + "\n")
    assert refusal(profile) == f"departments.csv, строка {number}: {what}"


def test_departments_may_have_a_group_chat(profile: Path) -> None:
    put(profile, "rules.toml", "")
    put(profile, "phones.csv", "department,title,phone\n")
    put(profile, "departments.csv", "id,title,chat_id,topic_id\nhousing,отдел ЖКХ,-1001,5\n")
    (department,) = load_district(profile).departments
    assert (department.chat_id, department.topic_id) == (-1001, 5)
    put(profile, "departments.csv", "id,title,chat_id,topic_id\nhousing,отдел ЖКХ,чат,5\n")
    assert refusal(profile) == "departments.csv, строка 2: «chat_id» не целое число: «чат»"
    put(profile, "departments.csv", "id,title\n")
    assert refusal(profile) == "departments.csv: нет ни одного отдела"


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartment = "moon"\n', 3, "«department»: отдела «moon» нет в departments.csv"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartment = "roads"\ngroups = ["moon"]\n', 4, "«groups»: группы «moon» нет в taxonomy.csv"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartment = "roads"\ntopics = ["moon"]\n', 4, "«topics»: темы «moon» нет в taxonomy.csv"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\nsettlements = ["s-moon"]\n', 3, "«settlements»: места «s-moon» нет в places.csv"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartmnt = "roads"\n', 3, "«departmnt»: такого ключа нет"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\n', 0, "правило 901 никуда не ведёт: нужен department или вложенные правила"),
        ('[[rule]]\nnumber = "901"\ntitle = "х"\n', 1, "«number»: нужно целое число"),
        ('[[rule]]\nnumber = true\ntitle = "х"\n', 1, "«number»: нужно целое число"),
        ('[[rule]]\nnumber = 901\ntitle = ""\ndepartment = "roads"\n', 2, "«title»: пустая строка"),
        ("[[rule]]\nnumber = 901\n", 0, "нет ключа «title»"),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartment = "roads"\ngroups = "roads"\n', 4, '«groups»: нужен список строк: ["…", "…"]'),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndepartment = "roads"\ngroups = [1]\n', 4, '«groups»: нужен список строк: ["…", "…"]'),
        ('[[rule]]\nnumber = 901\ntitle = "х"\ndanger = "да"\n', 3, "«danger»: бывает true или false"),
        (
            '[[rule]]\nnumber = 901\ntitle = "х"\n[[rule.rule]]\nnumber = 902\ntitle = "y"\nrules = 1\ndepartment="roads"\n',
            6,
            "«rules»: такого ключа нет",
        ),
        ("[[rule]\n", 0, "строка не разбирается как TOML"),
    ],
)
def test_a_broken_rule_is_named(profile: Path, text: str, offset: int, what: str) -> None:
    number = append(profile, "rules.toml", text)
    assert refusal(profile) == f"rules.toml, строка {number + offset}: {what}"


def test_rules_that_are_no_tables_are_refused(profile: Path) -> None:
    put(profile, "rules.toml", "rule = [1]\n")
    assert refusal(profile) == "rules.toml, строка 1: «rule»: нужны разделы [[rule]]"
    put(profile, "rules.toml", 'rule = "one"\n')
    assert refusal(profile) == "rules.toml, строка 1: «rule»: нужны разделы [[rule]]"


def test_a_number_of_a_rule_stands_once(profile: Path) -> None:
    rule = '[[rule]]\nnumber = {}\ntitle = "х"\ndepartment = "roads"\n'
    number = append(profile, "rules.toml", rule.format(901) + rule.format(901))
    assert refusal(profile) == f"rules.toml, строка {number + 5}: «number»: правило 901 уже было"


def test_nested_rules_make_a_tree(profile: Path) -> None:
    put(
        profile,
        "rules.toml",
        '[[rule]]\nnumber = 1\ntitle = "дороги"\ngroups = ["roads"]\n'
        '[[rule.rule]]\nnumber = 2\ntitle = "дороги, Редкино"\ndepartment = "roads"\nsettlements = ["s-redkino"]\ndanger = true\n',
    )
    (rule,) = load_district(profile).rules
    assert rule == Rule(number=1, title="дороги", groups=frozenset({"roads"}), children=rule.children)
    assert rule.children == (
        Rule(number=2, title="дороги, Редкино", department_id=DepartmentId("roads"), settlements=frozenset({"s-redkino"}), danger=True),
    )


NORMS = """\
start = "published"
route = "30 мин"
shortened = ["2026-11-03", "2026-11-04"]
[default]
accept = "2 ч"
[groups.roads]
accept = "45 мин"
[topics.roads_potholes]
answer = "4 ч"
[final]
answer = "10 дн"
[danger]
now_accept = "3 мин"
[week]
mon = "09:00–13:00, 14:00–18:00"
tue = "9:00-13:00,14:00-18:00"
wed = "09:00–13:00, 14:00–18:00"
thu = "выходной"
[days]
2026-11-26 = "10:00–12:00"
2026-11-30 = "выходной"
"""


def test_norms_are_read_whole(profile: Path) -> None:
    put(profile, "norms.toml", NORMS)
    district = load_district(profile)
    norms, hour = district.norms, timedelta(hours=1)
    assert norms.start is StartEvent.PUBLISHED
    assert norms.route == hour / 2
    assert norms.default == Norm(accept=2 * hour, answer=9 * hour)
    assert norms.groups == {"roads": Norm(accept=hour * 0.75, answer=9 * hour)}
    assert norms.topics == {"roads_potholes": Norm(accept=hour * 0.75, answer=4 * hour)}
    assert (norms.final, norms.now_accept, norms.risk_answer) == (timedelta(days=10), timedelta(minutes=3), 4 * hour)


def test_the_calendar_knows_holidays_transfers_and_what_the_district_decided(profile: Path) -> None:
    put(profile, "norms.toml", NORMS)
    calendar = load_district(profile).calendar
    assert calendar.week == (NINE_TO_SIX, NINE_TO_SIX, NINE_TO_SIX, (), (), (), ())
    assert calendar.days[date(2026, 11, 3)] == ((time(9), time(13)), (time(14), time(17)))  # shortened
    assert calendar.days[date(2026, 11, 4)] == ()  # a holiday is never shortened into work
    assert calendar.days[date(2026, 1, 9)] == ()  # transferred
    assert calendar.days[date(2025, 11, 1)] == NINE_TO_SIX  # a Saturday that works
    assert calendar.days[date(2026, 11, 26)] == ((time(10), time(12)),)
    assert calendar.days[date(2026, 11, 30)] == ()


def test_a_year_without_a_decree_is_told_a_month_before(profile: Path) -> None:
    put(profile, "norms.toml", NORMS)
    decrees = load_district(profile).decrees
    last = max(decrees.years)
    assert decrees.warning(datetime(last, 11, 24, tzinfo=UTC)) is None
    told = decrees.warning(datetime(last, 12, 24, tzinfo=UTC))
    assert told is not None
    assert told.startswith(f"Переносы выходных на {last + 1} год неизвестны")
    put(profile, "norms.toml", f'[days]\n{last + 1}-01-09 = "выходной"\n', instead_of="[days]\n")
    assert load_district(profile).decrees.warning(datetime(last, 12, 24, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('start = "published"', 'start = "seen"', "строка 1: «start»: бывает published, detected, assigned, а не «seen»"),
        ('"30 мин"', '"полчаса"', "строка 2: «route»: «полчаса» не похоже на длительность, пример: «45 мин», «9 ч», «7 дн»"),
        ('"30 мин"', '"0 мин"', "строка 2: «route»: «0 мин» не похоже на длительность, пример: «45 мин», «9 ч», «7 дн»"),
        ('"30 мин"', "30", "строка 2: «route»: нужна строка в кавычках"),
        ('"2026-11-03"', '"3 ноября"', "строка 3: «shortened»: «3 ноября» не похоже на дату, пример: 2026-12-31"),
        ("[default]\naccept", "[default]\nacept", "строка 5: «acept»: такого ключа нет"),
        ("[groups.roads]", "[groups.moon]", "строка 6: «moon»: такой группы нет в taxonomy.csv"),
        ("[topics.roads_potholes]", "[topics.moon]", "строка 8: «moon»: такой темы нет в taxonomy.csv"),
        ("[topics.roads_potholes]\n", "[topics]\nroads_potholes = 1\n[x]\n", "строка 9: «roads_potholes»: нужен раздел [roads_potholes]"),
        ("now_accept", "now_acept", "строка 13: «now_acept»: такого ключа нет"),
        (
            "[danger]\n",
            '[danger]\nnow_again = "0 мин"\n',
            "строка 13: «now_again»: «0 мин» не похоже на длительность, пример: «45 мин», «9 ч», «7 дн»",
        ),
        (
            "[danger]\n",
            '[danger]\nnow_again = "2 ч"\n',
            "строка 13: «now_again»: реже чем раз в час опасное не повторяют, пример: «5 мин»",
        ),
        ("mon =", "monday =", "строка 15: «monday»: такого ключа нет"),
        (
            '"9:00-13:00,14:00-18:00"',
            '"с 9 до 18"',
            "строка 16: «tue»: «с 9 до 18» не похоже на часы работы, пример: «09:00–13:00, 14:00–18:00» или «выходной»",
        ),
        ('"9:00-13:00,14:00-18:00"', '"9:00-13:00,12:00-18:00"', "строка 16: «tue»: часы идут не по порядку: «9:00-13:00,12:00-18:00»"),
        ('"9:00-13:00,14:00-18:00"', '"9:00-25:00"', "строка 16: «tue»: нет такого времени: «25:00»"),
        ("2026-11-26 =", '"26 ноября" =', "строка 20: «26 ноября»: «26 ноября» не похоже на дату, пример: 2026-12-31"),
        ("start =", "begin =", "строка 1: «begin»: такого ключа нет"),
    ],
)
def test_a_broken_norm_is_named(profile: Path, old: str, new: str, what: str) -> None:
    put(profile, "norms.toml", NORMS.replace(old, new, 1))
    assert refusal(profile) == f"norms.toml, {what}"


def test_a_week_without_work_is_refused(profile: Path) -> None:
    put(profile, "norms.toml", "[week]\n")
    assert refusal(profile) == "norms.toml, строка 1: в неделе нет ни одного рабочего часа"


def test_a_day_with_no_hour_to_spare_is_not_shortened(profile: Path) -> None:
    put(profile, "norms.toml", 'shortened = ["2026-11-24"]\n[week]\ntue = "09:00–09:30"\n')
    assert load_district(profile).calendar.days[date(2026, 11, 24)] == ((time(9), time(9, 30)),)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"Europe/Moscow"', '"Mars"', "«timezone»: нет часового пояса «Mars»; пример: Europe/Moscow"),
        ('centre = "s-konakovo"', 'centre = "s-mars"', "«centre»: места «s-mars» нет в places.csv"),
        ("owner_id = -101", "owner_id = 101", "«owner_id»: номер сообщества пишется с минусом"),
        ('settlement = "s-konakovo"', 'settlement = "s-mars"', "«settlement»: места «s-mars» нет в places.csv"),
        ("title =", "name =", "нет ключа «title»"),
    ],
)
def test_a_broken_district_file_is_named(profile: Path, old: str, new: str, what: str) -> None:
    put(profile, "district.toml", new, instead_of=old)
    said = refusal(profile)
    assert said.startswith("district.toml")
    assert said.endswith(what)


@pytest.mark.parametrize("name", ["district.toml", "norms.toml", "rules.toml", "departments.csv", "places.csv"])
def test_a_missing_file_is_named(profile: Path, name: str) -> None:
    (profile / name).unlink()
    assert refusal(profile).startswith(f"{name}: файл не читается: ")


def test_a_file_in_another_encoding_is_named(profile: Path) -> None:
    (profile / "norms.toml").write_bytes('start = "да"'.encode("cp1251"))
    assert refusal(profile) == "norms.toml: файл не в кодировке UTF-8"


def test_numbers_to_call_may_be_missing_and_a_bad_one_is_named_by_its_row(profile: Path) -> None:
    assert load_district(profile).phones[0] == Phone(title="единая служба спасения", number="112")
    put(profile, "phones.csv", "department,title,phone\nmars,дежурный,1\n")
    with pytest.raises(DistrictError, match="строка 2: отдела «mars» нет"):
        load_district(profile)
    put(profile, "phones.csv", "department,title,phone\n,дежурный,\n")
    with pytest.raises(DistrictError, match="строка 2: пустой столбец «phone»"):
        load_district(profile)
    (profile / "phones.csv").unlink()
    assert load_district(profile).phones == ()
