"""What can be typed after `otklik read` and `otklik replay`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import commands

READ_LINES = """\
Строка входа, id и text нужны всегда, остальное если есть:
  {"id": 1, "text": "На Энергетиков, 29 яма на дороге", "community": "Наше Конаково"}
  {"id": 2, "text": "И у нас так же", "parent_text": "На Энергетиков, 29 яма на дороге"}

  otklik read < posts.jsonl > readings.jsonl"""
REPLAY_LINES = """\
Пост. id и text нужны всегда, остальное если есть; строки идут от старых к новым:
  {"id": 1, "text": "На Энергетиков, 29 яма на дороге", "community": "Наше Конаково", "author": "7", "at": "2026-11-24T09:20"}
Комментарий под постом 1:
  {"id": 2, "text": "И у дома 31 тоже", "parent_id": 1, "parent_text": "На Энергетиков, 29 яма на дороге", "at": "2026-11-24T09:40"}
Беду из этих постов устранили, их карточки закрыть. Кто напишет о ней потом, тот «повтор» (поле repeat в ответе):
  {"close": [1, 2], "at": "2026-11-25T12:00"}

Часы идут по строкам: с at первой строки, без at через минуту после строки выше. Пояс, если не назван, тот, что у округа.

  otklik replay < posts.jsonl > decisions.jsonl"""


def add_streams(add: Callable[[str, Callable[[argparse.Namespace], int], str], Any]) -> None:  # Any: argparse's parser of ours
    """`read` and `replay`."""
    read = add("read", commands.read, "прочитать посты (JSON по строке) и напечатать, что в них понято")
    replay = add("replay", commands.replay, "весь путь решения всухую: куда попал бы каждый пост; ничего не отправляется")
    for command, lines in ((read, READ_LINES), (replay, REPLAY_LINES)):
        command.options.add_argument("--district", metavar="ПАПКА", help="папка округа или none; обычно DISTRICT__PROFILE")
        command.epilog = lines
    read.options.add_argument("--weights", type=Path, metavar="ФАЙЛ", help="другие веса")
