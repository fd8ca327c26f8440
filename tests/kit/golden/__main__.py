"""`python -m tests.kit.golden make [FILE]` and `python -m tests.kit.golden record`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.kit.golden.make import make, play, record

match sys.argv[1:]:
    case ["record"]:
        asyncio.run(record())
    case ["make"]:
        with tempfile.TemporaryDirectory() as folder:
            play(Path(folder) / "played.db")
            asyncio.run(make(Path(folder) / "played.db"))
        asyncio.run(record())
    case ["make", played]:
        asyncio.run(make(Path(played)))
        asyncio.run(record())
    case _:
        sys.exit(__doc__)
