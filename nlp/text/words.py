"""Lists of words from `nlp/data/words.toml`: a module takes its section."""

import tomllib
from pathlib import Path

_SECTIONS = tomllib.loads((Path(__file__).parent.parent / "data" / "words.toml").read_text(encoding="utf-8"))


def words_for(module: str) -> dict[str, frozenset[str]]:
    """The lists of a module (its `__name__`)."""
    return {name: frozenset(text.split()) for name, text in _SECTIONS[module.rpartition(".")[2]].items()}
