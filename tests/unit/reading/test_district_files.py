"""A district's places and the taxonomy: a broken row is one clear line."""

from pathlib import Path

import pytest

from nlp.district_files import load_district, load_taxonomy
from nlp.errors import BadTable

DISTRICTS = Path(__file__).parents[3] / "districts"
HEADER = "id,kind,name,type_word,parent_id,aliases,lat,lon,source,confidence\n"


def district(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / "places.csv").write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_the_shipped_district_loads_and_its_centre_has_most_streets() -> None:
    konakovo = load_district(DISTRICTS / "konakovo")
    assert konakovo.centre_id == "s-konakovo"
    assert konakovo.settlement_of("st-redkino-fadeeva") == "s-redkino"
    assert konakovo.settlement_of("l-m10") is None


def test_every_topic_has_a_short_title_that_fits_a_card() -> None:
    taxonomy = load_taxonomy(DISTRICTS / "taxonomy.csv")
    shorts = [topic.short for topic in taxonomy.topics.values()]
    assert len(shorts) == 157
    assert max(map(len, shorts)) <= 24
    assert len(set(shorts)) == len(shorts)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,street,Лесная,ул,,,,,,", None),
        ("a,street,Лесная,ул,,,,,", "ячеек 9, а столбцов 10"),
        (",street,Лесная,ул,,,,,,", "пустой столбец «id»"),
        ("a,planet,Лесная,ул,,,,,,", "неизвестный вид места «planet»"),
        ("a,street,Лесная,ул,nowhere,,,,,", "нет места с id «nowhere»"),
        ("a,street,Лесная,ул,,,север,,,", "«lat» не число"),
        ("a,street,Лесная,ул,,,99,,,", "«lat» вне пределов"),
        ('a,street,"Лес"ная,ул,,,,,,', "не разбирается как CSV"),
    ],
)
def test_a_broken_row_is_told_by_its_line(tmp_path: Path, row: str, says: str | None) -> None:
    folder = district(tmp_path, row)
    if says is None:
        assert list(load_district(folder).places) == ["a"]
        return
    with pytest.raises(BadTable) as error:
        load_district(folder)
    assert "places.csv, строка 2: " in error.value.user_text
    assert says in error.value.user_text
    assert "\n" not in error.value.user_text


def test_a_repeated_id_names_the_first_row(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="строка 3: id «a» уже есть в строке 2"):
        load_district(district(tmp_path, "a,street,Лесная,ул,,,,,,", "a,street,Полевая,ул,,,,,,"))


def test_a_missing_file_and_a_missing_column_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="файл не читается"):
        load_district(tmp_path)
    (tmp_path / "places.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(BadTable, match="строка 1: нет столбца «kind»"):
        load_district(tmp_path)
    (tmp_path / "places.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadTable, match="UTF-8"):
        load_district(tmp_path)
    (tmp_path / "places.csv").write_bytes(b"")
    with pytest.raises(BadTable, match="файл пуст"):
        load_district(tmp_path)


def test_a_taxonomy_with_a_wrong_danger_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.csv"
    header = "group_slug,group_title,topic_slug,topic_title,examples,danger,season\n"
    file.write_text(header + "a,А,a_b,Б,пример,да,\n", encoding="utf-8")
    with pytest.raises(BadTable, match="«danger» бывает 0, 1 или 2"):
        load_taxonomy(file)
    file.write_text(header, encoding="utf-8")
    with pytest.raises(BadTable, match="нет ни одной темы"):
        load_taxonomy(file)
    file.write_text(header + "a,А,a_b,Б,,0,\na,А,a_b,Б,,0,\n", encoding="utf-8")
    with pytest.raises(BadTable, match="тема «a_b» уже была"):
        load_taxonomy(file)
