"""The command line of the town: python -m sandbox."""

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from sandbox.clock import ScenarioClock
from sandbox.control.routes import merge
from sandbox.control.wish import Wish
from sandbox.errors import ControlError
from sandbox.neighbours import is_loopback
from sandbox.server import say_ready, serve
from sandbox.town import Town

MISTAKE = 2
DEFAULT_TOWN = Path(__file__).parent / "default_town.json"


class RussianParser(argparse.ArgumentParser):
    """Says what is wrong in one Russian line."""

    def error(self, message: str) -> Any:  # Any: it never returns, argparse says NoReturn
        """End with code 2."""
        self.exit(MISTAKE, f"Не понимаю командную строку: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = RussianParser(
        prog="python -m sandbox",
        description="Городок в коробке: серверы Telegram Bot API и VK API для разработки и показа.",
        add_help=False,
    )
    made._optionals.title = "ключи"
    add = made.add_argument
    add("-h", "--help", action="help", help="показать эту справку и выйти")
    add("--host", default="127.0.0.1", metavar="АДРЕС", help="какой адрес слушать")
    add("--port", type=int, default=0, metavar="N", help="порт; 0 (так и есть) — любой свободный")
    add("--town", type=Path, metavar="ФАЙЛ", help="описание городка, JSON; иначе встроенное")
    add("--clock-origin", metavar="ISO", help="который час в городке в начале; иначе настоящий")
    add("--speed", type=float, default=1.0, metavar="X", help="секунд городка в одной настоящей")
    add("--clock-anchor", type=float, metavar="СЕК", help="когда было это начало, Unix-секунды")
    add("--exit-with-stdin", action="store_true", help="закончить, когда закроется ввод")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run the town; give the exit code."""
    options = parser().parse_args(arguments)
    try:
        town = load(options)
        asyncio.run(run(town, options))
    except ControlError as error:
        return complain(f"Городок не собрался: {error}.")
    except OSError as error:
        place = f"{options.host}:{options.port}"
        return complain(f"Не могу слушать {place}: {error.strerror or error}. Порт занят?")
    except OverflowError:
        return complain(f"Порт бывает от 0 до 65535, а не {options.port}.")
    return 0


def complain(words: str) -> int:
    """Say what is wrong on stderr."""
    sys.stderr.write(words + "\n")
    return MISTAKE


def load(options: argparse.Namespace) -> Town:
    """Make the town that the command line asks for."""
    wish: dict[str, Any] = {"speed": options.speed}  # Any: JSON
    if options.clock_origin is not None:
        wish["origin"] = options.clock_origin
    if options.clock_anchor is not None:
        wish["anchor"] = options.clock_anchor
    clock = ScenarioClock()
    clock.change(wish)
    town = Town(clock=clock)
    path: Path = options.town or DEFAULT_TOWN
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ControlError(f"файл {path} не читается ({error})") from error
    if not isinstance(described, dict):
        raise ControlError(f"в файле {path} должен быть объект JSON")
    merge(town, Wish(described))
    return town


async def run(town: Town, options: argparse.Namespace) -> None:
    """Serve until a signal, or until stdin closes if so asked."""
    until = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, until.set)
    if options.exit_with_stdin:
        watch_stdin(loop, until)
    if not is_loopback(options.host):
        sys.stderr.write(f"Городок виден в сети: кто дойдёт до {options.host}, тот им управляет. Для себя хватит 127.0.0.1\n")
    await serve(town, options.host, options.port, until, say_ready)


def watch_stdin(loop: asyncio.AbstractEventLoop, until: asyncio.Event) -> None:
    """Set the event when stdin ends; a daemon thread, for stdin may be anything."""

    def read() -> None:
        descriptor = sys.stdin.fileno()
        while os.read(descriptor, 4096):
            pass
        loop.call_soon_threadsafe(until.set)

    threading.Thread(target=read, name="stdin", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
