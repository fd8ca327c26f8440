"""A word that only a resident could have brought, and the files where it could be left."""

from pathlib import Path

from sqlalchemy.engine import make_url

WORD = "вертилябрик"
"""No word of any language: wherever it stands, it came from the resident."""


def files_that_hold(word: str, url: str) -> list[str]:
    """Names of the files beside the database, itself too, that hold the word, plain or as JSON writes it."""
    plain, escaped = word.encode(), word.encode("ascii", "backslashreplace")
    files = (file for file in Path(str(make_url(url).database)).parent.iterdir() if file.is_file())
    return sorted(file.name for file in files for body in [file.read_bytes()] if plain in body or escaped in body)
