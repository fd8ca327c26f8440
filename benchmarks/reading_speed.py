"""Speed and memory of the reader beside the stock recipe, for `bench_reader.py`."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from reader import ROOT, ours, rate, stock

from nlp.district_files import Taxonomy, load_district
from nlp.reader import Reader


def speed(texts: list[str], taxonomy: Taxonomy) -> None:
    """Print posts a second, ours, in haste and stock, and the memory of the reader's process."""
    start = time.perf_counter()
    reader = Reader(load_district(ROOT / "districts" / "konakovo"), taxonomy)
    loaded = time.perf_counter() - start
    cold = rate(ours(reader), texts)
    other = Reader(load_district(ROOT / "districts" / "konakovo"), taxonomy)
    fast = rate(lambda text: other.read(text, fast=True), texts)
    natasha = stock()
    natasha(texts[0])
    slow = rate(natasha, texts[:100])
    print(f"\n## speed\nreader {cold:.0f} posts/s, loaded in {loaded:.1f} s; in haste {fast:.0f} posts/s")
    print(f"stock {slow:.1f} posts/s; ratio {cold / slow:.1f}")
    print("the reader's process, MB: {} loaded, {} after these posts, {} at most".format(*resident(texts)))


def resident(texts: Sequence[str]) -> tuple[int, int, int]:
    """Memory of `python -m nlp` when it is ready, after these posts, and at its peak. Linux only."""
    with subprocess.Popen([sys.executable, "-m", "nlp"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None and child.stdout is not None

        def status(name: str) -> int:
            lines = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
            return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))

        child.stdout.readline()
        ready = status("VmRSS")
        for text in texts:
            child.stdin.write(json.dumps({"id": 0, "text": text}).encode() + b"\n")
            child.stdin.flush()
            child.stdout.readline()
        return ready, status("VmRSS"), status("VmHWM")
