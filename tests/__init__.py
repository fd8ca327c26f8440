"""Tests: unit (no loop), edges (one edge at a time), story (a whole day over HTTP)."""

import bot.late_models  # noqa: F401 - before aiogram, as in every process of ours
