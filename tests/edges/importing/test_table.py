"""Places from CSV and XLSX, the table that is written, and the command line around it."""

import importlib
import io
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.importing.found import ImportFailed
from bot.importing.maps.outline import inside, joined, read_outline
from bot.importing.run import import_places
from bot.importing.tables.spreadsheet import read_lines
from tests.kit.importing import OVERPASS, refusal, rows

ROOT = Path(__file__).parents[3]
KONAKOVO = ROOT / "districts" / "konakovo"
STREETS = """\
Район;Населённый пункт;Улица;Другие названия;Широта;Долгота
Кедровский район;г. Кедровск;ул. Ленина;главная|Ленинка;57,92;44,20
Кедровский район;г. Кедровск;Лесной переулок;;;
Кедровский район;с. Никольское;;Никола;57,86;44,10
"""


def table(folder: Path, text: str, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_list_of_streets_as_an_office_keeps_it_is_understood(encoding: str, tmp_path: Path) -> None:
    import_places(table(tmp_path, STREETS, encoding=encoding), tmp_path / "p.csv", district="Кедровский")
    made = rows(tmp_path / "p.csv")
    assert list(made) == ["mo-kedrovskiy", "s-kedrovsk", "s-nikolskoe", "st-kedrovsk-lenina", "st-kedrovsk-per-lesnoy"]
    assert made["st-kedrovsk-lenina"]["aliases"] == "главная;Ленинка"
    assert made["s-nikolskoe"] | {"lat": "57.86000", "type_word": "с", "aliases": "Никола;никольский"} == made["s-nikolskoe"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("дата;текст\n1.02;яма, лужа, грязь\n2.02;нет воды, света, тепла\n3.02;стоит, горит, дымит\n", 2),
        ("Обращения, февраль\nдата;текст;адрес\n1.02;яма, лужа;Мира\n2.02;нет воды, света;Мира\n", 3),
        ('дата,текст\n1.02,"яма; лужа; грязь"\n2.02,"нет воды; света; тепла"\n', 2),
        ("дата\tтекст\n1.02\tяма, лужа; грязь\n2.02\tнет воды, света; тепла\n", 2),
        ("дата;текст\n1.02;яма\n", 2),
        ("текст\nяма\nлужа\n", 1),
    ],
)
def test_signs_inside_the_texts_part_no_columns(text: str, columns: int, tmp_path: Path) -> None:
    *_, last = read_lines(table(tmp_path, text))
    assert len(last[1]) == columns


def test_every_bad_row_is_told_and_nothing_is_imported(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "вид,название,тип,широта,долгота\nулица,Мира,ул,,\nгород,Кедровск,г,север,44\nпланета,Марс,,,\nгород,,,,\nгород,…,,,\nгород,Липки,,157,44\n,Нечто,,,\n",
    )
    assert refusal(file, tmp_path / "p.csv") == (
        "t.csv, строка 2: у улицы «Мира» нет ни населённого пункта, ни координат",
        "t.csv, строка 3: координаты не числа: «север», «44»",
        "t.csv, строка 4: неизвестный вид места «планета», бывают: settlement, microdistrict, street, institution, landmark, water, route",
        "t.csv, строка 5: пустое название",
        "t.csv, строка 6: название без букв: «…»",
        "t.csv, строка 7: координаты вне пределов: «157», «44»",
        "t.csv, строка 8: не понять, что такое «Нечто»: добавьте столбец «вид» или «тип»",
        "t.csv: ничего не импортировано, строк с ошибками: 7",
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "t.csv: таблица пуста"),
        ("а,б\n1,2\n", "t.csv, строка 1: не нашлось столбца с названиями"),
        ("название,вид\n", "t.csv: под заголовком нет ни одной строки"),
        ("улица\nМира\n", "t.csv, строка 2: у улицы «Мира» не назван населённый пункт"),
        ("id,kind,name\na,settlement,Липки\na,settlement,Горки\n", "t.csv, строка 3: id «a» уже есть в строке 2"),
        ("id,kind,name,parent_id\na,street,Мира,b\n", "t.csv, строка 2: нет места с id «b», а на него указывает parent_id"),
        ("kind,name,confidence\nsettlement,Липки,да\n", "t.csv, строка 2: confidence бывает high, medium, low, а не «да»"),
        ("PK\0\0", "t.csv: это не таблица CSV"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(text: str, line: str, tmp_path: Path) -> None:
    assert refusal(table(tmp_path, text), tmp_path / "p.csv")[0].startswith(line)


def test_our_own_table_survives_the_way_to_a_spreadsheet_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("k.xlsx", "k.csv"):
        assert main(["export", "places", str(tmp_path / name), "--district", str(KONAKOVO)]) == 0
        assert main(["import", "places", str(tmp_path / name), "--out", str(tmp_path / f"{name}.back")]) == 0
        made, ours = rows(tmp_path / f"{name}.back"), rows(KONAKOVO / "places.csv")
        same = ("kind", "name", "type_word", "parent_id", "source", "confidence")
        assert {id_: [row[n] for n in same] for id_, row in made.items()} == {id_: [row[n] for n in same] for id_, row in ours.items()}
    assert capsys.readouterr().err == ""


def test_an_import_into_a_table_keeps_what_people_wrote(tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    import_places(OVERPASS, out, district="Кедровский")
    text = out.read_text(encoding="utf-8").replace("Кедрово;кедровский", "Кедрово;кедровский;Кедр")
    out.write_text(text, encoding="utf-8")
    told = import_places(OVERPASS, out, district="Кедровский")
    assert "новых 0, дополнено 0" in told[0]
    assert out.read_text(encoding="utf-8") == text


def test_ids_do_not_depend_on_the_order_of_the_file(tmp_path: Path) -> None:
    lines = STREETS.splitlines()
    import_places(table(tmp_path, STREETS), tmp_path / "a.csv")
    import_places(table(tmp_path, "\n".join([lines[0], *lines[:0:-1]])), tmp_path / "b.csv")
    assert set(rows(tmp_path / "a.csv")) == set(rows(tmp_path / "b.csv"))


def test_a_spreadsheet_with_numbers_and_gaps_is_read(tmp_path: Path) -> None:
    openpyxl: Any = importlib.import_module("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Населенный пункт", "Улица", "lat", "lon"], [None] * 4, ["деревня Липки", "ул. 8 Марта", 57.5, 44]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    import_places(tmp_path / "t.xlsx", tmp_path / "p.csv")
    assert rows(tmp_path / "p.csv")["st-lipki-8-marta"]["lon"] == "44.00000"


def test_a_broken_spreadsheet_is_one_line_and_so_is_a_missing_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = table(tmp_path, "PK no", "t.xlsx")
    assert refusal(file, tmp_path / "p.csv") == ("t.xlsx: не похоже на таблицу XLSX или файл повреждён",)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "установите openpyxl" in refusal(file, tmp_path / "p.csv")[0]


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (DOCTYPE, "utf-8"),
        (f"<!-- {'long ' * 8_000} -->{DOCTYPE}", "utf-8"),
        (DOCTYPE, "utf-16"),
        (f"<!-- {'долго ' * 30_000} --> {DOCTYPE}", "utf-16"),
    ],
)
def test_a_doctype_in_a_part_of_a_spreadsheet_is_found_behind_anything(head: str, encoding: str, tmp_path: Path) -> None:
    openpyxl: Any = importlib.import_module("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["settlement", "street"])
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        for info in plain.infolist():
            text = plain.read(info).decode()
            if info.filename == "docProps/core.xml":
                text = f'<?xml version="1.0" encoding="{encoding}"?>{head}{text.partition("?>")[2] or text}'
            made.writestr(info.filename, text.encode(encoding if info.filename == "docProps/core.xml" else "utf-8"))
    with pytest.raises(ImportFailed, match=r"в docProps/core\.xml есть DOCTYPE"):
        read_lines(tmp_path / "t.xlsx")
    assert [cells for _, cells in read_lines(tmp_path / "plain.xlsx")] == [["settlement", "street"]]


def test_a_file_of_another_kind_or_none_is_one_line(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.csv", tmp_path / "p.csv") == ("no.csv: такого файла нет",)
    assert "не понять, что это" in refusal(table(tmp_path, "x", "t.doc"), tmp_path / "p.csv")[0]
    shutil.copy(OVERPASS, tmp_path / "a.json")
    assert "создайте её" in refusal(tmp_path / "a.json", tmp_path / "no" / "p.csv")[0]


def test_a_hole_in_an_outline_is_outside(tmp_path: Path) -> None:
    square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    file = table(tmp_path, f'{{"type": "MultiPolygon", "coordinates": [[{square}, {hole}]]}}', "o.geojson")
    rings = read_outline(file)
    assert [inside(point, rings) for point in ((3.0, 3.0), (1.5, 1.5), (5.0, 1.0))] == [True, False, False]


def test_pieces_of_a_boundary_join_in_any_direction() -> None:
    pieces = (((0.0, 0.0), (1.0, 0.0)), ((0.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)), ((7.0, 7.0), (8.0, 8.0)))
    (ring,) = joined(pieces)
    assert set(ring) == {(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)}
    assert ring[0] == ring[-1]


@pytest.mark.parametrize(
    ("text", "what"), [("{}", "не похоже на GeoJSON"), ('{"type": "Point", "coordinates": [1, 2]}', "ни одного Polygon")]
)
def test_an_outline_that_is_none_is_one_line(text: str, what: str, tmp_path: Path) -> None:
    assert what in refusal(OVERPASS, tmp_path / "p.csv", outline=table(tmp_path, text, "o.geojson"))[0]


def test_the_command_tells_every_line_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, "вид,название\nпланета,Марс\n")
    assert main(["import", "places", str(file), "--out", str(tmp_path / "p.csv")]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"{file}: ничего не импортировано, строк с ошибками: 1"
    assert main(["export", "places", str(tmp_path / "a.doc"), "--district", str(KONAKOVO)]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'a.doc'}: пишем .csv или .xlsx\n"


@pytest.mark.parametrize("words", [["import"], ["import", "places"], ["export", "places"], ["suggest"]])
def test_each_command_explains_itself_in_russian(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert done.value.code == 0
    assert "Параметры:" in said
    assert "positional" not in said


def test_suggest_answers_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    history = table(tmp_path, '{"text": "Яма на дороге", "executor": "Отдел дорог"}\n', "h.jsonl")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO('{"id": 1, "text": "Яма"}\nне json\n'.encode()), encoding="ascii"))
    assert main(["suggest", "--history", str(history)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == '{"id": 1, "executors": [["Отдел дорог", 1.0]]}'
    assert said.err == "Не прочитано строк: 1, причина в поле error\n"
    assert main(["suggest", "--history", str(tmp_path / "no.jsonl")]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'no.jsonl'}: файл не читается")
