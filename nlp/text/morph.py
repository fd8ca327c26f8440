# ruff: noqa: C901 - one branch a rule; numbers here are lengths of words and tokens
"""Morphology by pymorphy3: what a word may be, cached; and natasha taught to use it in pymorphy2's place."""

import sys
import unicodedata
from functools import cache
from typing import Any

import pymorphy3
from pymorphy3 import shapes

# natasha and yargy import pymorphy2, which is dead and needs pkg_resources.
for _name, _module in list(sys.modules.items()):
    if _name == "pymorphy3" or _name.startswith("pymorphy3."):
        sys.modules[_name.replace("pymorphy3", "pymorphy2", 1)] = _module


@cache
def _is_latin(sign: str) -> bool:
    return "LATIN" in unicodedata.name(sign, "")


shapes.is_latin_char = _is_latin  # pymorphy3's own raises for a letter that has no name: a whole text would go unread

CACHE = 60_000
LONGEST = 40  # letters of a word that is analysed
WRITTEN, TAG, NORMAL = range(3)  # of an analysis, which is a plain tuple


class Is:
    """What a word form may be, over all its analyses: bits of a plain int (an IntFlag costs a fifth of the reading time)."""

    GEO = 1  # a geographic name of the dictionary
    SURNAME_GEN = 2
    NAME_GEN = 4
    ADJ_F = 8  # feminine adjective, singular
    ADJ_M = 16
    ADJ_N = 32
    ADJ_PL = 64
    NOUN = 128
    NOUN_GEN = 256
    VERB = 512
    LITTLE = 1024  # preposition, conjunction, particle, pronoun
    KNOWN = 2048  # stands in the dictionary
    COMMON = 4096  # has a dictionary reading that is no name
    NOUN_NOMN = 8192
    PRONOUN = 16384  # «наш», «этот», «весь»
    GEO_TOP = 32768  # the likeliest analysis is a geographic name
    PERSON = 65536  # a name, surname or patronymic in any case
    QUALITY = 1 << 17  # a qualitative adjective: «новый», «больной»
    NOUN_F = 1 << 18
    NOUN_M = 1 << 19
    LOCT = 1 << 20
    ABBR = 1 << 21
    ADJ_NOMN = 1 << 22
    MANY = 1 << 23  # a noun as it stands after «пять»
    FEW = 1 << 24  # a living being as it stands after «две»
    DONE = 1 << 25  # a verb of what is done: «починили», «убрано», «посыпанная»


class Form:
    """Analyses of one word form."""

    __slots__ = ("flags", "geo")

    def __init__(self, flags: int, geo: str | None) -> None:
        self.flags = flags
        self.geo = geo  # nominative of the geographic name


_LITTLE = frozenset({"PREP", "CONJ", "PRCL", "INTJ", "NPRO"})
_VERBS = frozenset({"VERB", "INFN", "PRTS", "GRND"})


IN_DICTIONARY = Is.KNOWN | Is.COMMON | Is.GEO
"""What only a word of the dictionary may be."""


def _flags(tag: Any) -> int:  # Any: pymorphy3 has no types
    """What a word of the dictionary may be by one tag."""
    pos, case, gender, plural = tag.POS, tag.case, tag.gender, tag.number == "plur"
    grammemes = tag.grammemes
    flags = Is.KNOWN | (Is.DONE if {"perf", "past"} <= grammemes else 0)
    is_geo, is_person = "Geox" in grammemes, bool(grammemes & {"Surn", "Name", "Patr"})
    if pos and not is_geo and not is_person:
        flags |= Is.COMMON
    if is_geo:
        flags |= Is.GEO
    if is_person:
        flags |= Is.PERSON
        if case == "gent":
            flags |= (Is.SURNAME_GEN if "Surn" in grammemes else 0) | (Is.NAME_GEN if "Name" in grammemes else 0)
    if pos in {"ADJF", "PRTF"}:
        if "Apro" in grammemes:
            flags |= Is.PRONOUN
        flags |= Is.ADJ_PL if plural else {"femn": Is.ADJ_F, "masc": Is.ADJ_M, "neut": Is.ADJ_N}.get(gender, 0)
        flags |= (Is.QUALITY if "Qual" in grammemes else 0) | (Is.ADJ_NOMN if case == "nomn" else 0)
    elif pos == "NOUN":
        flags |= Is.NOUN | (Is.NOUN_F if gender == "femn" else Is.NOUN_M if gender == "masc" else 0)
        flags |= {"gent": Is.NOUN_GEN, "nomn": Is.NOUN_NOMN, "loct": Is.LOCT, "loc2": Is.LOCT}.get(case, 0)
        flags |= Is.ABBR if "Abbr" in grammemes else 0
        if case == "gent":
            flags |= Is.MANY if plural else Is.FEW if "anim" in grammemes else 0
    elif pos in _VERBS:
        flags |= Is.VERB
    elif pos in _LITTLE:
        flags |= Is.LITTLE
    return flags


class Morph:
    """Cached analyses and the forms of a word. One per process: the dictionary takes 15 MB."""

    def __init__(self) -> None:
        self._analyzer = pymorphy3.MorphAnalyzer(result_type=None)
        self._by_tag: dict[Any, int] = {}  # Any: a tag of pymorphy3
        self._forms: dict[str, Form] = {}
        self._standing: dict[str, bool] = {}  # words asked for alone: does the dictionary have them

    def form(self, word: str) -> Form:
        """What a mended word may be."""
        found = self._forms.get(word)
        if found is None:
            found = self._analyse(word)
            if len(self._forms) > CACHE:
                self._forms.clear()
            self._forms[word] = found
        return found

    def is_(self, word: str, flags: int) -> bool:
        """Whether any analysis has any of the flags."""
        return bool(self.form(word).flags & flags)

    def knows(self, word: str) -> bool:
        """Whether the word stands in the dictionary (for a word that does not, much cheaper than an analysis)."""
        found = self._standing.get(word)
        if found is None:
            if len(self._standing) > CACHE:
                self._standing.clear()
            found = self._standing[word] = self._analyzer.word_is_known(word)
        return found

    def lemma(self, word: str) -> str:
        """The basic form of the likeliest analysis, ё as е."""
        parses = self._analyzer.parse(word) if len(word) <= LONGEST else []
        return str(parses[0][NORMAL] if parses else word).replace("ё", "е")

    def _analyse(self, word: str) -> Form:
        """Of a word of the dictionary the tags alone are asked for: basic forms cost more than all the rest; else a guess."""
        if len(word) > LONGEST:
            return Form(0, None)
        stands = self.knows(word)
        flags = 0
        if stands:
            for tag in self._analyzer.tag(word):
                flags |= self._of_tag(tag)
        if stands and not flags & Is.GEO:
            return Form(flags, None)
        return self._guess(word, stands=stands)

    def _of_tag(self, tag: Any) -> int:  # Any: pymorphy3 has no types
        found = self._by_tag.get(tag)
        if found is None:
            found = self._by_tag[tag] = _flags(tag)
        return found

    def _guess(self, word: str, *, stands: bool) -> Form:
        """Every analysis in the order of their probabilities: of geographic names, and of words that the dictionary has not."""
        flags, geo = 0, None
        for number, parse in enumerate(self._analyzer.parse(word)):
            tag = parse[TAG]
            more = self._of_tag(tag) if stands else self._of_tag(tag) & ~IN_DICTIONARY
            flags |= more | (Is.GEO_TOP if number == 0 and more & Is.GEO else 0)
            if geo is None and "Geox" in tag.grammemes:
                geo = parse[NORMAL].replace("ё", "е")
        return Form(flags, geo)

    def all_forms(self, word: str, *, every: bool = False) -> set[str]:
        """The cases of every noun or adjective that the word in its basic form may be, ё as е; `every`: all genders and numbers too."""
        forms = {word}
        for parse in self._analyzer.parse(word):
            own = parse[TAG]
            if own.POS not in {"NOUN", "ADJF"} or own.case not in {"nomn", None} or "Fixd" in own.grammemes:
                continue
            for item in self._analyzer.get_lexeme(parse):
                tag = item[TAG]
                same = tag.number == own.number and tag.gender == own.gender
                if tag.POS == own.POS and "Infr" not in tag.grammemes and (same or every):
                    forms.add(item[WRITTEN].replace("ё", "е"))
        return forms


def nominative_f(word: str) -> str:
    """The feminine nominative of an adjective in any case: «белавинской» is «белавинская»."""
    for ending in ("ого", "его", "ому", "ему", "ыми", "ими"):
        if word.endswith(ending):
            return word[: -len(ending)] + ("яя" if ending[0] in "е" and word[-4] not in "жшщч" else "ая")
    stem = word[:-2]
    if word[-2:] in {"ой", "ою", "ая", "ую", "ый", "ых", "ое", "ые", "ым", "ом"}:
        return stem + "ая"
    if word[-2:] in {"ей", "ею", "яя", "юю"}:
        return stem + ("ая" if stem[-1:] in "жшщч" else "яя")
    if word[-2:] in {"ий", "их", "ие", "им"}:
        return stem + ("яя" if stem[-1:] == "н" else "ая")
    return word
