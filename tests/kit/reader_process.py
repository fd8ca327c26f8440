"""The reader's process as a program talks to it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

DISTRICTS = Path(__file__).parents[2] / "districts"


def talk(*arguments: str, lines: list[str]) -> tuple[list[dict[str, Any]], subprocess.CompletedProcess[bytes]]:
    process = subprocess.run(
        [sys.executable, "-m", "nlp", *arguments],
        input="".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass"),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return [json.loads(line) for line in process.stdout.splitlines()], process
