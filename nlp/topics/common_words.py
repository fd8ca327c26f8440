"""Words that are common everywhere, and the mark of the weights that make fingerprints with them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from incidents.sameness.fingerprint import MARK, VERSION
from nlp.errors import BadTable

FILE = "one_problem.json"

Common = Mapping[int, int]
"""Code of a common word → how rare it is, of MOST; a word that is not there is as rare as can be."""


def load_common(file: Path) -> Common:
    """Common words that training counted; none where there is no file. Raises BadTable."""
    if not file.exists():
        return {}
    try:
        return {int(code): int(rarity) for code, rarity in json.loads(file.read_text(encoding="utf-8"))["common"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadTable(file, None, "веса не читаются") from error


def mark_of(base: Path) -> str:
    """The end of each fingerprint that this base makes.

    Raises OSError and BadTable.

    Two fingerprints with one mark are of one measure. The rest of what training found only compares them and is left out.
    """
    common = sorted(load_common(base.with_name(FILE)).items())
    return hashlib.sha256(bytes((VERSION,)) + base.read_bytes() + repr(common).encode()).digest()[:MARK].hex()
