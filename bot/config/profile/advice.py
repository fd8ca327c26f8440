"""lint.toml: the district's words for the advice before sending."""

from bot.config.profile.toml import TomlTable
from incidents.advice.values import PlainerWord, Words


def read_words(file: TomlTable) -> Words:
    """All lists. Raises DistrictError."""
    words = Words(
        bureaucratic=tuple(_swap(table) for table in file.tables("bureaucratic")),
        vague=file.texts("vague"),
        rude=file.texts("rude"),
        blame=file.texts("blame"),
        law=file.texts("law"),
        illness=file.texts("illness"),
        hollow=file.texts("hollow"),
    )
    file.finish()
    return words


def _swap(table: TomlTable) -> PlainerWord:
    swap = PlainerWord(found=table.text("found"), plain=table.text("plain", ""), say=table.text("say", ""))
    if swap.plain and swap.say:
        raise table.error("say", "нужно что-то одно: plain (как проще) или say (совет)")
    table.finish()
    return swap
