"""What facts that must say nothing of a text say: its length, signs, writer, community."""

from collections.abc import Sequence

from measures import Row
from sklearn.metrics import roc_auc_score


def alone(rows: Sequence[Row]) -> None:
    """What a fact that must say nothing says: the area under the curve of danger and of appeal by it alone (0.5: nothing)."""
    posts = [row for row in rows if "twin_of" not in row and row["writer"].startswith("w")]
    facts = {
        "length": [float(len(row["text"])) for row in posts],
        "signs": [sum(row["text"].count(sign) for sign in "!?.,") / len(row["text"]) for row in posts],
        "capitals": [sum(map(str.isupper, row["text"])) / len(row["text"]) for row in posts],
    }
    print("\n## what length, signs and names alone say (0.5: nothing)")
    for label in ("is_appeal", "danger_grade"):
        y = [bool(row[label]) for row in posts]
        for name, values in facts.items():
            print(f"{label} by {name:10} {roc_auc_score(y, values):.3f}")
        for name in ("writer", "community"):
            print(
                f"{label} by {name:10} {_by_others(posts, y, name):.3f} right, {max(sum(y), len(y) - sum(y)) / len(y):.3f} by the majority"
            )


def _by_others(posts: Sequence[Row], y: Sequence[bool], name: str) -> float:
    """How often a label is guessed from the other texts of its writer or community."""
    counts: dict[str, list[int]] = {}
    for row, is_so in zip(posts, y, strict=True):
        each = counts.setdefault(row[name] + row["writer"], [0, 0])
        each[is_so] += 1
    right = 0
    for row, is_so in zip(posts, y, strict=True):
        no, yes = counts[row[name] + row["writer"]]
        right += ((yes - is_so) > (no - (not is_so))) == is_so
    return right / len(posts)
