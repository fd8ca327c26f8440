"""Arguments of `otklik erase`, `person`, `audit`."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli.loaded import loaded

OK, FAILED = 0, 1

Add = Callable[[str, Callable[[argparse.Namespace], int], str], Any]  # Any: a parser of ours
"""Adds a command, its function and its line of help."""


def add_privacy(add: Add) -> None:
    """The commands about personal data and the log of who did what."""
    erase = add("erase", _erase, "стереть данные жителя, поста или ушедшего сотрудника; сначала показывает, что уйдёт")
    whose = erase.options.add_mutually_exclusive_group(required=True)
    whose.add_argument("--author", metavar="ССЫЛКА", help="всё этого человека: vk.com/id123, ok.ru/profile/123 или ссылка на его пост")
    whose.add_argument("--post", metavar="ССЫЛКА", help="один пост или комментарий; вместо ссылки можно номер карточки")
    whose.add_argument("--official", type=int, metavar="НОМЕР", help="сотрудник, которому закрыли доступ")
    erase.options.add_argument(
        "--why", choices=("request", "order"), default="request", metavar="ОСНОВАНИЕ", help="request: просьба человека, order: требование"
    )
    erase.options.add_argument("--yes", action="store_true", help="стереть; без этого только показать")

    person = add("person", _person, "всё, что известно об авторе, в файл: для ответа на его запрос")
    person.options.add_argument("--author", required=True, metavar="ССЫЛКА", help="vk.com/id123, ok.ru/profile/123 или ссылка на его пост")
    person.options.add_argument("--out", required=True, type=Path, metavar="ФАЙЛ", help="куда записать JSON")

    audit = add("audit", _audit, "цел ли журнал действий: audit verify")
    audit.options.add_argument("what", choices=("verify",), metavar="verify", help="проверить цепочки и ночные суммы")


def _erase(args: argparse.Namespace) -> int:
    from bot.cli.output import say
    from bot.cli.privacy import EraseWish, do_erase
    from incidents.privacy.values import Ground

    settings, district = loaded(args)
    wish = EraseWish(author=args.author, post=args.post, official=args.official, ground=Ground(args.why), sure=args.yes)
    say(*asyncio.run(do_erase(settings, district, wish)))
    return OK


def _person(args: argparse.Namespace) -> int:
    from bot.cli.output import say
    from bot.cli.privacy import tell_person

    settings, district = loaded(args)
    say(*asyncio.run(tell_person(settings, district, args.author, args.out)))
    return OK


def _audit(args: argparse.Namespace) -> int:
    from bot.cli.output import say
    from bot.cli.privacy import verify

    settings, district = loaded(args)
    fine, lines = asyncio.run(verify(settings, district))
    say(*lines)
    return OK if fine else FAILED
