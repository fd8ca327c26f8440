"""Natasha's named entities (slovnet on navec) for what neither the gazetteer nor the grammar explains."""

from dataclasses import dataclass

from natasha import LOC, ORG, PER, NewsEmbedding, NewsNERTagger

import nlp.text.morph  # noqa: F401 - puts pymorphy3 in pymorphy2's place, which natasha imports


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of code points with its type: LOC, ORG or PER."""

    start: int
    end: int
    type: str


class Entities:
    """The tagger. Takes 35 MB and half a second to load."""

    def __init__(self) -> None:
        self.embedding = NewsEmbedding()
        self._tagger = NewsNERTagger(self.embedding)

    def find(self, text: str) -> list[Entity]:
        """Entities of one text."""
        return [Entity(span.start, span.stop, span.type) for span in self._tagger(text).spans]


__all__ = ["LOC", "ORG", "PER", "Entities", "Entity"]
