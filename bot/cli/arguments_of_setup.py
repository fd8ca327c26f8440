"""What can be typed after `otklik setup`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _setup(args: argparse.Namespace) -> int:
    from bot.cli.setup.command import setup

    return setup(args)


def add_setup(add: Callable[[str, Callable[[argparse.Namespace], int], str], Any]) -> None:  # Any: argparse's parser of ours
    """`setup`."""
    command = add("setup", _setup, "настроить бота вопросами: .env, база, проверки, ссылка первому координатору; повторять можно")
    how = "ответы файлом, строки КЛЮЧ=значение, как в .env; ничего не спросит; «-» читает их со стандартного ввода"
    command.options.add_argument("--answers", type=Path, metavar="ФАЙЛ", help=how)
