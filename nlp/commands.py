"""What the command line does with the reader: `otklik read`. Heavy imports wait until a command runs."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from nlp.blas import one_blas_thread
from nlp.district_files import load_district, load_taxonomy


def read_stream(
    lines: Iterable[str],
    out: TextIO,
    *,
    district: Path | None,
    taxonomy: Path,
    weights: Path | None = None,
    progress: bool | None = None,
    total: int | None = None,
) -> int:
    """Read JSON lines and write a reading for each, in the same order; returns how many could not be read.

    `district` is a folder with places.csv, or None; a line may name another (`nlp.requests`). A progress bar shows on a terminal unless
    `progress` says otherwise.
    Raises BadTable for a table that cannot be used.
    """
    one_blas_thread()
    from tqdm import tqdm

    from nlp.reader import Reader
    from nlp.requests import NO_DISTRICT, Readers, answers, dump

    own = Reader(load_district(district) if district else None, load_taxonomy(taxonomy), weights=weights)
    readers = Readers(own, str(district) if district else NO_DISTRICT)
    shown = sys.stderr.isatty() if progress is None else progress
    failed = 0
    with tqdm(total=total, unit=" текстов", desc="Читаю", disable=not shown, file=sys.stderr) as bar:
        for batch in answers(readers, lines):
            failed += sum("error" in item for item in batch)
            out.writelines(dump(item) + "\n" for item in batch)
            bar.update(len(batch))
    out.flush()
    return failed
