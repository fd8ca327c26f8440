"""`[keep]` of norms.toml: how long personal data are kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config.profile.norms import read_keep
from bot.config.profile.toml import DistrictError, TomlTable
from incidents.privacy.values import Keep


def keep_of(folder: Path, text: str) -> Keep:
    file = folder / "norms.toml"
    file.write_text(f"[keep]\n{text}\n", encoding="utf-8")
    return read_keep(TomlTable.read(file).table("keep"))


def test_what_is_not_said_is_the_standard(tmp_path: Path) -> None:
    assert keep_of(tmp_path, "") == Keep()
    assert keep_of(tmp_path, 'words = "700 дн"') == Keep(words=timedelta(days=700))


@pytest.mark.parametrize("line", ['words = "1 дн"', 'idle = "0 дн"', 'words = "никогда"', 'wards = "700 дн"'])
def test_a_term_that_cannot_be_kept_names_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(DistrictError, match=r"norms\.toml, строка 2"):
        keep_of(tmp_path, line)
