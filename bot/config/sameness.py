"""The learned weights that tell one problem from two.

A value, read from `nlp/weights/one_problem.json`.
"""

import json
from functools import cache
from pathlib import Path

from incidents.sameness.one_problem import MOST_NUMBERS, Sameness
from nlp.errors import BadTable

FILE = Path(__file__).resolve().parent.parent.parent / "nlp" / "weights" / "one_problem.json"
FIELDS = ("bias", "joined", "joined_anywhere", "budget", "least")


@cache
def load_sameness(file: Path = FILE) -> Sameness:
    """Read the weights. Raises BadTable for a file that is none."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        weights = {str(name): float(weight) for name, weight in body["weights"].items()}
        tops = tuple(map(float, body["tops"]))
        made = Sameness(weights=weights, tops=tops, reason=str(body["reason"]), **{name: float(body[name]) for name in FIELDS})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadTable(file, None, "веса не читаются") from error
    if len(weights) > MOST_NUMBERS:
        raise BadTable(file, None, f"признаков больше {MOST_NUMBERS}")
    return made
