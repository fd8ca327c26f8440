"""What can be typed after `otklik import` and `otklik export`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import commands

MOST_DAYS = 366
PLACES = "места округа из OpenStreetMap (.json от Overpass, .osm.pbf), архива ГАР региона (.zip), .csv или .xlsx"
POSTS = "сообщения жителей из .csv, .xlsx или .jsonl: выгрузки, журналы звонков и приёма; без --write только показать"
EXAMPLES = """\
Примеры:
  otklik import posts zhurnal.xlsx                                  что будет сделано; ничего не меняет
  otklik import posts zhurnal.xlsx --write                          записать; повторять не страшно
  otklik import posts zhurnal.xlsx --column текст=«Содержание»      если столбец угадан не так
  otklik import posts zvonki.csv --source «Приёмная» --settlement Редкино --write

Столбцы находим по заголовкам и содержимому: текст, дата, ссылка, номер, автор, источник, населённый пункт, адрес. Нужны текст и дата.
Строка со ссылкой на пост ВКонтакте станет этим постом, и ответить можно будет под ним. Без ссылки ответ уйдёт жителю руками.
Одна и та же строка дважды не запишется: ни из этой таблицы, ни из следующей, если в ней те же источник, номер, дата и текст.
Что старше суток, придёт карточками без звука."""

Command = Callable[[argparse.Namespace], int]


def add_tables(add: Callable[[str, Command, str], Any], kind: type[argparse.ArgumentParser]) -> None:  # Any: argparse's parser of ours
    """`import` and `export`: each has commands of its own. `kind`: of their parsers."""

    def parts_of(command: Any) -> Callable[[str, Command, str, str], Any]:  # Any: see above
        parts = command.add_subparsers(title="Что", metavar="ЧТО", required=True, parser_class=kind)

        def part(name: str, run: Command, text: str, file: str) -> Any:  # Any: see above
            made = parts.add_parser(name, prog=f"{command.prog} {name}", help=text, description=f"{text[:1].upper()}{text[1:]}.")
            made.set_defaults(command=run)
            made.options.add_argument("file", type=Path, metavar="ФАЙЛ", help=file)
            return made

        return part

    part = parts_of(add("import", commands.import_places, "взять данные из файла"))
    places = part("places", commands.import_places, PLACES, "откуда")
    places.options.add_argument("--out", type=Path, default=Path("places.csv"), metavar="ФАЙЛ", help="куда; если он есть, дополняется")
    places.options.add_argument("--district", metavar="ИМЯ", help="только этот муниципальный округ или район, например Кедровский")
    places.options.add_argument("--outline", type=Path, metavar="ФАЙЛ", help="только внутри этого контура (GeoJSON)")
    places.options.add_argument("--region", metavar="NN", help="код региона, если в архиве ГАР их несколько")
    _add_posts(part("posts", commands.import_posts, POSTS, "откуда"))
    export = parts_of(add("export", commands.export_places, "отдать данные округа в файл"))
    export = export("places", commands.export_places, "места округа в .csv или .xlsx", "куда")
    export.options.add_argument("--district", metavar="ПАПКА", help="папка округа; обычно DISTRICT__PROFILE")


def _add_posts(posts: Any) -> None:  # Any: argparse's parser of ours
    posts.epilog = EXAMPLES
    add = posts.options.add_argument
    add("--write", action="store_true", help="записать; без этого только показать")
    add("--env", type=Path, metavar="ФАЙЛ", help="файл настроек округа, один из тех, что у run --env; без него .env и окружение")
    add(
        "--column",
        type=_column,
        action="append",
        default=[],
        metavar="ЧТО=СТОЛБЕЦ",
        help="столбец по заголовку или номеру; «нет»: не брать",
    )
    add("--source", default="", metavar="НАЗВАНИЕ", help="откуда сообщения: так будет подписан источник на карточке")
    add("--settlement", default="", metavar="НАЗВАНИЕ", help="населённый пункт всех строк: название или id из places.csv")
    add("--date", default="", metavar="ДЕНЬ", help="дата строк, у которых своей нет, например 24.11.2026")
    add("--days", type=_days, default=30, metavar="N", help="брать не старше N дней, обычно 30")


def _column(word: str) -> tuple[str, str]:
    field, sign, title = word.partition("=")
    if not sign or not field.strip() or not title.strip():
        raise argparse.ArgumentTypeError(f"нужно ЧТО=СТОЛБЕЦ, например текст=Содержание, а не «{word}»")
    return field.strip(), title.strip()


def _days(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"нужно число дней от 1 до {MOST_DAYS}, а не «{word}»")
    return int(word)
