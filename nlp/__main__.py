"""The reader's process: `python -m nlp [--district DIR|none] [--taxonomy FILE] [--weights FILE]`, JSON lines in and out.

Ends at the end of its input, so it never outlives its parent. Begins with {"ready": true}; what may stand in a line: `nlp.requests`.
A table that cannot be used is one Russian line on stderr and code 2.
"""

import argparse
import io
import sys
from pathlib import Path

from nlp.blas import one_blas_thread

DATA = Path(__file__).resolve().parent.parent / "districts"


def main() -> int:
    """Answer line by line until the input ends."""
    one_blas_thread()
    parser = argparse.ArgumentParser(prog="python -m nlp", description="Читатель: строки JSON на входе, строки JSON на выходе")
    parser.add_argument("--district", default=str(DATA / "konakovo"), help="папка округа или none")
    parser.add_argument("--taxonomy", type=Path, default=DATA / "taxonomy.csv")
    parser.add_argument("--weights", type=Path, default=None)
    options = parser.parse_args()

    from nlp.district_files import load_district, load_taxonomy
    from nlp.errors import BadTable
    from nlp.reader import Reader
    from nlp.requests import Readers, answer, dump, taught

    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
    try:
        district = None if options.district == "none" else load_district(Path(options.district))
        readers = Readers(Reader(district, load_taxonomy(options.taxonomy), weights=options.weights), options.district)
    except BadTable as error:
        sys.stderr.write(error.user_text + "\n")
        return 2
    try:
        out.write('{"ready": true}\n')
        out.flush()
        for line in lines:
            if line.strip():
                out.write(dump(taught(readers, line) or answer(readers, line)) + "\n")
                out.flush()
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stderr.close()
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
