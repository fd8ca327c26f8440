"""Natasha's named entities (slovnet on navec) for what neither the gazetteer nor the grammar explains.

The tagger's own layers and weights, run for one text at a time: without its batches, padding and markup, which cost half of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from natasha import LOC, ORG, PER, NewsEmbedding
from natasha.data import NEWS_NER
from razdel import tokenize
from slovnet.const import SHAPE, TAG
from slovnet.exec.model import NER
from slovnet.exec.pack import Pack
from slovnet.shape import word_shape

import nlp.text.morph  # noqa: F401 - puts pymorphy3 in pymorphy2's place, which natasha imports

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of code points with its type: LOC, ORG or PER."""

    start: int
    end: int
    type: str


class Layer:
    """A convolution over neighbouring words, its ReLU and its norm. Words outside the text are nothing."""

    def __init__(self, layer: Any) -> None:  # Any: slovnet has no types
        weight = layer.conv.weight.array  # filters × numbers of a word × neighbours
        self._neighbours = [np.ascontiguousarray(weight[:, :, k].T) for k in range(weight.shape[2])]
        self._bias, self._around = layer.conv.bias.array, layer.conv.padding
        self._norm = [each.array for each in (layer.norm.mean, layer.norm.std, layer.norm.weight, layer.norm.bias)]

    def __call__(self, x: Floats) -> Floats:
        """Give a row a word."""
        padded = np.zeros((len(x) + 2 * self._around, x.shape[1]), dtype=np.float32)
        padded[self._around : self._around + len(x)] = x
        out = padded[: len(x)] @ self._neighbours[0]
        for k, weight in enumerate(self._neighbours[1:], 1):
            out += padded[k : k + len(x)] @ weight
        out += self._bias
        mean, std, weight, bias = self._norm
        return np.asarray((out.clip(0) - mean) / std * weight + bias, dtype=np.float32)


class Entities:
    """The tagger. Takes 60 MB, most of it the embedding, and half a second to load."""

    def __init__(self) -> None:
        self.embedding = NewsEmbedding()
        self.embedding.pq.ab = self.embedding.pq.norm = self.embedding.vocab.counts = None  # 35 MB that only comparing of words asks for
        with Pack(NEWS_NER) as pack:  # its list of words is the embedding's: a second one takes 40 MB
            model = pack.load_model(NER)
            model = model.inject_arrays(dict(pack.load_arrays(model.weights))).inject_navec(self.embedding)
            self._shapes, self._tags = pack.load_vocab(SHAPE), [_parted(tag) for tag in pack.load_vocab(TAG).items]
        self._words = self.embedding.vocab.word_ids
        self._unknown = self.embedding.vocab.unk_id
        self._embed, self._head = model.emb, model.head.proj
        self._layers = [Layer(layer) for layer in model.encoder.layers]
        self._to = np.ascontiguousarray(model.head.crf.transitions.array.T)  # to a tag × from a tag

    def find(self, text: str) -> list[Entity]:
        """Entities of one text."""
        tokens = list(tokenize(text))
        if not tokens:
            return []
        spans: list[Entity] = []
        is_open = False
        for token, n in zip(tokens, self._best([token.text for token in tokens]), strict=True):
            part, kind = self._tags[n]
            if part == "B":
                spans.append(Entity(token.start, token.stop, kind))
            elif part == "I" and is_open:  # goes on with what a «B» began, whatever its kind
                spans[-1] = Entity(spans[-1].start, token.stop, spans[-1].type)
            is_open = part == "B" or (part == "I" and is_open)
        return spans

    def _best(self, words: Sequence[str]) -> list[int]:
        """The likeliest tags of words in a row."""
        ids = np.array([self._words.get(word.lower(), self._unknown) for word in words])
        x = self._embed(ids, np.array([self._shapes.encode(word_shape(word)) for word in words]))
        for layer in self._layers:
            x = layer(x)
        return self._path(self._head(x))

    def _path(self, emissions: Floats) -> list[int]:
        """Viterbi's algorithm."""
        score, both = emissions[0], np.empty_like(self._to)
        history = np.empty((len(emissions) - 1, len(score)), dtype=np.int64)
        for n in range(1, len(emissions)):
            np.add(score, self._to, out=both)
            both.argmax(1, out=history[n - 1])
            score = both.max(1) + emissions[n]
        best = [int(score.argmax())]
        for step in reversed(history.tolist()):
            best.append(step[best[-1]])
        return best[::-1]


def _parted(tag: str) -> tuple[str, str]:
    part, _, kind = tag.partition("-")
    return part, kind


__all__ = ["LOC", "ORG", "PER", "Entities", "Entity"]
