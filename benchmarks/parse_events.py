"""Do the sandbox's VK events parse in vkbottle-types: a package that knows every field of VK's schema.

    python benchmarks/parse_events.py [--version 5.199.99.22] [--record]

Makes an environment of its own in a temporary folder (the package pins another aiofiles than ours), lets the town's people do everything
that a community is told of and parses each event there, strictly by its type. One line an event that does not parse, and a line that
counts; exit 1 if any does not. `--record` keeps what parses as tests/recorded/vk_events.json.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.kit.vk.events import recorded, write

VERSION = "5.199.99.22"
PARSER = """
import json, sys
from importlib.metadata import version
import pydantic
from vkbottle_types.events import bot_events
models = {}
for each in vars(bot_events).values():
    if isinstance(each, type) and issubclass(each, bot_events.BaseGroupEvent) and each is not bot_events.BaseGroupEvent:
        models[each.__name__.lower()] = each
bad, count, unknown = 0, 0, set()

def strange(given, made, path):
    if isinstance(given, dict) and isinstance(made, pydantic.BaseModel):
        names = {field.alias or name: name for name, field in type(made).model_fields.items()}
        for key, value in given.items():
            if key not in names:
                unknown.add(f"{path}.{key}")
            else:
                strange(value, getattr(made, names[key]), f"{path}.{key}")
    elif isinstance(given, list) and isinstance(made, list):
        for one, other in zip(given, made):
            strange(one, other, path + "[]")

for line in sys.stdin:
    event = json.loads(line)
    count += 1
    model = models.get(event["type"].replace("_", ""))
    try:
        made = model.model_validate(event)
        strange(event["object"], made.object, event["type"])
    except Exception as error:
        bad += 1
        print(f"{event['type']} {event['event_id']}: {type(error).__name__}: {str(error)[:2000]}")
for each in sorted(unknown):
    print(f"not in the schema: {each}")
print(f"vkbottle-types {version('vkbottle-types')}: {count} events, {bad} do not parse, {len(unknown)} unknown fields")
sys.exit(1 if bad or not count else 0)
"""


def main(args: argparse.Namespace) -> int:
    """Record, make the environment, parse."""
    events = asyncio.run(recorded())
    with tempfile.TemporaryDirectory(prefix="otklik-events-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"vkbottle-types=={args.version}")
        subprocess.run(install, check=True)
        lines = "".join(f"{json.dumps(event)}\n" for event in events)
        done = subprocess.run((python, "-c", PARSER), input=lines, text=True, check=False)
    if done.returncode == 0 and args.record:
        write(events)
    return done.returncode


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--version", default=VERSION)
    made.add_argument("--record", action="store_true", help="keep the events where the tests look for them")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(main(arguments()))
