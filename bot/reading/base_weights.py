"""The hash of the weights that a district's layer corrects."""

import hashlib
from functools import cache
from pathlib import Path

import nlp

FILE = Path(nlp.__file__).parent / "weights" / "base.npz"


@cache
def hash_of_base() -> str:
    """The SHA-256 of the weights as 64 hexadecimal digits. Raises OSError."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
