"""`[keep]` of norms.toml: how long personal data are kept."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.check import _about_district
from bot.config.profile.norms import read_keep
from bot.config.profile.toml import DistrictError, TomlTable
from incidents.privacy.values import Keep
from tests.kit.desk_town import START, konakovo


def keep_of(folder: Path, text: str) -> Keep:
    file = folder / "norms.toml"
    file.write_text(f"[keep]\n{text}\n", encoding="utf-8")
    return read_keep(TomlTable.read(file).table("keep"))


def test_what_is_not_said_is_the_standard(tmp_path: Path) -> None:
    assert keep_of(tmp_path, "") == Keep()
    assert keep_of(tmp_path, 'words = "700 дн"') == Keep(words=timedelta(days=700))


TALK = ['talk = "0 дн"', 'talk = "2 мес"', 'talk = "12 ч"', 'talk = "400 дн"', 'tolk = "3 дн"']


@pytest.mark.parametrize("line", ['words = "1 дн"', 'idle = "0 дн"', 'words = "никогда"', 'wards = "700 дн"', *TALK])
def test_a_term_that_cannot_be_kept_names_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(DistrictError, match=r"norms\.toml, строка 2"):
        keep_of(tmp_path, line)


def test_a_day_is_the_least_for_talk_and_a_week_for_the_rest(tmp_path: Path) -> None:
    assert keep_of(tmp_path, 'talk = "1 дн"').talk == timedelta(days=1)
    with pytest.raises(DistrictError, match="меньше 7 дней нельзя"):
        keep_of(tmp_path, 'idle = "3 дн"')
    with pytest.raises(DistrictError, match="меньше 7 дней нельзя"):
        keep_of(tmp_path, 'contact = "6 дн"')
    assert keep_of(tmp_path, 'contact = "7 дн"').contact == timedelta(days=7)


def test_the_check_says_what_an_absent_key_means() -> None:
    district = konakovo()
    assert not any("Хранение" in line for _, line in _about_district(district, START))
    lines = _about_district(replace(district, unsaid_terms=("idle", "talk", "contact"), keep=Keep()), START)
    assert (None, "Хранение: в norms.toml, [keep], сроков нет, взяли обычные: idle (год), talk (3 дня), contact (30 дней)") in lines
