"""What can be typed after `otklik`, with its help in Russian."""

import argparse
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

from bot.cli import commands
from bot.cli.arguments_of_backups import add_backups
from bot.cli.arguments_of_privacy import add_privacy
from bot.cli.arguments_of_setup import add_setup
from bot.cli.arguments_of_streams import add_streams
from bot.cli.arguments_of_tables import add_tables
from bot.cli.output import complain
from incidents.official import ROLE_TITLES

MISUSED = 2
PARTS = ("collect", "read", "desk", "deliver", "poll")
MAX_SPEED = 1_000_000.0
OF_ONE = ("migrate", "backup", "restore", "copy", "invite", "learn", "erase", "person", "audit")
ENV = "файл настроек округа, один из тех, что у run --env; без него .env и окружение"

ABOUT = "Отклик: сообщения жителей из соцсетей становятся карточками в Telegram у тех, кто может помочь."
EXAMPLES = """\
Примеры:
  otklik demo                        город в коробке: без токена и без сети, смотреть в браузере
  otklik setup                       настроить бота вопросами: от пустой папки до первой ссылки
  otklik migrate                     создать базу или поднять её до этой версии
  otklik check                       проверить настройки, базу, округ и токены
  otklik invite --role coordinator   ссылка для первого координатора
  otklik run                         бот настоящего округа
  otklik backup                      копия базы, пока бот работает; обратно: otklik restore ФАЙЛ
  otklik copy --to postgresql+asyncpg://…   вся база в новую, пустую
  otklik read < posts.jsonl          что понято в текстах, по строке JSON на пост
  otklik import places okrug.json    места своего округа из OpenStreetMap, ГАР или таблицы
  otklik import posts zhurnal.xlsx   сообщения жителей из выгрузки или журнала: что будет сделано
  otklik erase --author ССЫЛКА       стереть данные жителя: сначала покажет, что уйдёт
  otklik audit verify                цел ли журнал действий

Настройки берутся из окружения и из файла .env рабочей папки. Все ключи с пояснениями: .env.example.
Справка по команде: otklik КОМАНДА --help."""


class _Parser(argparse.ArgumentParser):
    """Argparse that speaks Russian and never guesses a shortened name."""

    def __init__(self, **options: Any) -> None:  # Any: argparse's own mixed bag
        super().__init__(
            **options, add_help=False, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
        )
        self.options = self.add_argument_group("Параметры")
        self.options.add_argument("-h", "--help", action="help", help="показать эту справку")

    def error(self, message: str) -> NoReturn:
        """One line and code 2."""
        complain(f"{_in_russian(message)}. Справка: {self.prog} --help")
        raise SystemExit(MISUSED)


_ENGLISH = (
    (re.compile(r"unrecognized arguments: (.+)", re.DOTALL), r"Лишнее: \1"),
    (re.compile(r"the following arguments are required: (.+)", re.DOTALL), r"Не хватает: \1"),
    (re.compile(r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", re.DOTALL), r"\1: нет варианта \2, есть \3"),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument", re.DOTALL), r"\1: нужно значение"),
    (re.compile(r"argument (\S+): (.+)", re.DOTALL), r"\1: \2"),
)


def _in_russian(message: str) -> str:
    for english, russian in _ENGLISH:
        if found := english.fullmatch(message):
            return found.expand(russian).replace("\n", " ")
    return message


def _number(kind: type[int] | type[float], low: float, high: float) -> Callable[[str], float]:
    def read(word: str) -> float:
        try:
            number = kind(word)
        except ValueError:
            raise argparse.ArgumentTypeError(f"нужно число, а не «{word}»") from None
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"нужно число от {low:g} до {high:.0f}, а не {word}")
        return number

    return read


def _several(command: _Parser, text: str) -> None:
    command.options.add_argument("--env", type=Path, action="append", default=[], metavar="ФАЙЛ", help=text)


def _version() -> str:
    try:
        return version("otklik")
    except PackageNotFoundError:
        return "из исходников"


def parser() -> argparse.ArgumentParser:
    """The whole command line. `args.command` is the function to call with the arguments."""
    top = _Parser(prog="otklik", description=ABOUT, epilog=EXAMPLES)
    top.options.add_argument("--version", action="version", version=f"otklik {_version()}", help="показать версию")
    names = top.add_subparsers(title="Команды", metavar="КОМАНДА", required=True, parser_class=_Parser)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        command: _Parser = names.add_parser(name, prog=f"otklik {name}", help=text, description=text[:1].upper() + text[1:] + ".")
        command.set_defaults(command=run)
        if name in OF_ONE:
            command.options.add_argument("--env", type=Path, metavar="ФАЙЛ", help=ENV)
        return command

    run = add("run", commands.run, "бот: читать стены, разносить карточки, публиковать ответы")
    run.options.add_argument(
        "--only", nargs="+", choices=PARTS, metavar="ЧАСТЬ", help=f"только эти части (нужен PostgreSQL): {', '.join(PARTS)}"
    )

    _several(run, "файл настроек одного округа; сколько округов, столько раз --env ФАЙЛ, база одна")

    demo = add("demo", commands.demo, "город в коробке и бот в нём: без токена и без сети")
    demo.options.add_argument("--port", type=_number(int, 0, 65_535), default=0, metavar="N", help="порт страницы, 0: любой свободный")
    demo.options.add_argument(
        "--speed", type=_number(float, 0.001, MAX_SPEED), default=60.0, metavar="X", help="секунд города за секунду, обычно 60"
    )
    demo.options.add_argument("--posts", type=Path, metavar="ФАЙЛ", help="другие посты: JSONL с text и, если есть, community и at")
    demo.options.add_argument("--headless", action="store_true", help="без браузера; в конце одна строка JSON с итогом")
    demo.options.add_argument("--seconds", type=_number(float, 1, 86_400), metavar="N", help="закончить через N секунд")
    demo.options.add_argument("--seed", type=_number(int, 0, 2**31), default=1, metavar="N", help="кто и когда нажимает кнопки")

    add_setup(add)
    add("migrate", commands.migrate, "создать базу или поднять её до этой версии")
    add_backups(add)
    check = add("check", commands.check, "проверить настройки, базу, округ и токены: по строке на каждое")
    _several(check, "проверить файл настроек округа, как его поймёт run --env; можно несколько раз")

    invite = add("invite", commands.invite, "сделать одноразовую ссылку для сотрудника, она живёт сутки")
    roles = ", ".join(f"{role} ({title})" for role, title in ROLE_TITLES.items())
    invite.options.add_argument("--role", required=True, choices=[role.value for role in ROLE_TITLES], metavar="РОЛЬ", help=roles)
    invite.options.add_argument("--department", metavar="ОТДЕЛ", help="для исполнителя и руководителя: id из departments.csv")

    add_streams(add)
    add_tables(add, _Parser)
    add_privacy(add)

    train = add("train", commands.train, "обучить читателя на размеченных постах; нужен scikit-learn: pip install 'otklik[train]'")
    train.options.add_argument(
        "--data",
        type=Path,
        nargs="+",
        default=[],
        metavar="ФАЙЛ",
        help="CSV с text и topic или JSONL; таблица соответствий чужих меток (…_topic, topic_slug) идёт в том же списке; "
        "без файлов заново учится одно: какая карточка про ту же беду",
    )
    train.options.add_argument(
        "--noise",
        type=Path,
        nargs="+",
        default=[],
        metavar="ФАЙЛ",
        help="JSONL живых текстов, среди которых обращений нет: учат отсеивать шум",
    )
    train.options.add_argument(
        "--measured",
        type=Path,
        nargs="+",
        default=[],
        metavar="ФАЙЛ",
        help="JSONL, на которых будете мерить: их текстов среди обучающих быть не должно",
    )
    train.options.add_argument(
        "--pairs", type=Path, nargs="+", default=[], metavar="ФАЙЛ", help="JSONL от learn --pairs: одна беда или две, решали сотрудники"
    )
    train.options.add_argument(
        "--left-out",
        type=Path,
        nargs="+",
        default=[],
        metavar="ФАЙЛ",
        help="веса без части потоков (bench_reader --keep), по порядку частей",
    )
    train.options.add_argument("--out", type=Path, required=True, metavar="ФАЙЛ", help="куда записать веса; проверить: read --weights ФАЙЛ")
    train.options.add_argument("--district", metavar="ПАПКА", help="папка округа, рядом с которой лежит taxonomy.csv, или none")

    learn = add("learn", commands.learn, "что читатель выучил на исправлениях округа")
    what = learn.options.add_mutually_exclusive_group()
    what.add_argument("--now", action="store_true", help="учиться сейчас, не дожидаясь ночи")
    what.add_argument("--forget", action="store_true", help="забыть выученное и вернуться к общим весам")
    what.add_argument("--pairs", type=Path, metavar="ФАЙЛ", help="записать «Объединить» и «Не то» сотрудников для train --pairs")

    suggest = add("suggest", commands.suggest, "три вероятных исполнителя каждому посту, по истории обращений")
    suggest.options.add_argument(
        "--history", type=Path, required=True, metavar="ФАЙЛ", help='JSONL, строка: {"text": "…", "executor": "…"}; новые строки внизу'
    )
    return top
