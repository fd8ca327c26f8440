"""Whatever stands in the environment and in `.env`: settings, or a Russian line for each mistake that names its key and no secret."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.config.settings import Settings, SettingsError, known_keys, load_settings
from tests.kit.bad_input import NASTY, holds, number_of_cases

SECRET = "123456:AAE-secret_secret_secret_secret_secret"
VALUES = st.sampled_from(
    [
        *("0", "-1", "7", "99999", "1e9", "true", "да", "10:00", "25:61", "null", "[]", "{}", "-1,konakovo,,", "🔥"),
        *("https://x.ru", "http://", "https://x.ru:port", "socks5://a:b@c", "socks5://[::1", "https://[", "sqlite+aiosqlite:///a.db"),
        *("postgresql+asyncpg://a:b@c/d", "postgresql://[x", "Europe/Moscow", "../../etc", "/", "INFO", "2026-01-01T00:00:00+03:00,60"),
    ]
) | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60)
KEYS = st.sampled_from(known_keys()) | st.builds(
    lambda key, more: f"{key}{more}", st.sampled_from(known_keys()), st.sampled_from(["S", "__X", "_"])
)
SECRETS = [key for key in known_keys() if key.endswith(("TOKEN", "SECRET", "KEY"))]
GIVEN = st.builds(
    lambda plain, secret: {**plain, **secret},
    st.dictionaries(KEYS, VALUES, max_size=6),
    st.dictionaries(st.sampled_from(SECRETS), st.sampled_from([SECRET, f"{SECRET},{SECRET}", f" {SECRET}"]), max_size=2),
)
LINES = st.lists(st.builds(lambda key, value: f"{key}={value}", KEYS, VALUES) | st.sampled_from(NASTY), max_size=6)
FILES = LINES.map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")) | st.binary(max_size=200)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def read(given: dict[str, str], file: bytes) -> None:
    Path(".env").write_bytes(file)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        try:
            settings = load_settings()
        except SettingsError as error:
            for line in error.lines:
                assert "\n" not in line, line
                assert re.search("[а-я]", line), line
                assert SECRET not in line, line
        else:
            assert isinstance(settings, Settings)
            assert SECRET not in repr(settings)


@number_of_cases(60, 1_000)
def test_any_settings(cases: int) -> None:
    holds(cases, st.tuples(GIVEN, st.just(b"") | FILES), lambda case: read(*case))
