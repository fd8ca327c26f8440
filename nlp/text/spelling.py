# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""One typo: words that are an edit apart."""

from collections.abc import Iterator


def deletions(word: str) -> Iterator[str]:
    """The word without one letter, each in turn: two words one edit apart share a deletion or contain it."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def within_one(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes a of b."""
    if a == b:
        return True
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        return len(differ) == 1 or (
            len(differ) == 2 and differ[1] == differ[0] + 1 and a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        )
    if len(a) < len(b):
        a, b = b, a
    return len(a) == len(b) + 1 and any(a[:i] + a[i + 1 :] == b for i in range(len(a)))
