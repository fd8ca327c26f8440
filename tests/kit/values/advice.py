"""Advice."""

from datetime import date
from pathlib import Path

from bot.config.profile.advice import read_words
from bot.config.profile.toml import TomlTable
from incidents.advice.values import About

WORDS = read_words(TomlTable.read(Path("districts/lint.toml")))
ABOUT = About(
    today=date(2026, 11, 24),
    limit=3500,
    department="отдел дорожного хозяйства",
    said="На Белавинской озеро после дождя, звоните мне 8 915 000-11-22",
    street="улица Белавинская",
    is_working=lambda day: day.weekday() < 5,
)
