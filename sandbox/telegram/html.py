"""Telegram's HTML made into text and entities, refused in Telegram's words.

The grammar is that of TDLib (MessageEntity.cpp): offsets in errors are bytes, offsets in entities
are UTF-16 units.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from sandbox.errors import Json, bad_request
from sandbox.telegram.tags import TAGS, entity_kind, finished, merged

SPACE = b" \t\r\n\0\x0b"
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
CHARACTER = re.compile(rb"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
LAST_CHARACTER = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
WIDE = 0xFFFF


def utf16_length(text: str) -> int:
    """Count UTF-16 units, which Telegram's offsets are in."""
    return sum(2 if ord(character) > WIDE else 1 for character in text)


@dataclass(slots=True)
class OpenTag:
    """A start tag that waits for its end; `position` counts pieces of text before it."""

    name: str
    offset: int
    position: int
    attributes: dict[str, str]


@dataclass(slots=True)
class HtmlParser:
    """One pass over the bytes of a text."""

    source: bytes
    at: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    open: list[OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Json]]:
        """Give the plain text and its entities in the order of their beginnings."""
        while self.at < len(self.source):
            if self.source[self.at : self.at + 2] == b"</":
                self._end_tag()
            elif self.source[self.at : self.at + 1] == b"<":
                self._start_tag()
            else:
                self._characters()
        if self.open:
            name = self.open[-1].name
            _refuse(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.text), finished(self.entities)

    def _characters(self) -> None:
        decoded = self._reference()
        if decoded is None:
            end = self.at + 1
            while end < len(self.source) and self.source[end] not in b"<&":
                end += 1
            decoded = self.source[self.at : end].decode()
            self.at = end
        self.text.append(decoded)
        self.offset += utf16_length(decoded)

    def _reference(self) -> str | None:
        """Read a character reference here, if there is one that Telegram knows."""
        found = CHARACTER.match(self.source, self.at)
        if found is None:
            return None
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            character = NAMED.get(name)
        else:
            number = int(hexadecimal, 16) if hexadecimal else int(decimal[:9])
            if number in SURROGATES:
                _refuse("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
            character = chr(number) if 0 < number <= LAST_CHARACTER else None
        if character is not None:
            self.at = found.end()
        return character

    def _peek(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self.at += 1

    def _until(self, stops: bytes) -> bytes:
        begin = self.at
        while self._peek() and self._peek() not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._until(SPACE + b">").decode().lower()
        if not self._peek():
            _refuse(f"Unclosed start tag at byte offset {begin}")
        if name not in TAGS:
            _refuse(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == b">":
                break
            self._attribute(name, begin, attributes)
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(OpenTag(name, self.offset, len(self.text), attributes))

    def _attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self._until(SPACE + b"=>/\"'").decode()
        if not name:
            _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        has_value = self._peek() == b"="
        if has_value:
            self.at += 1
            self._skip_space()
        if not self._peek():
            _refuse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        attributes[name] = self._value() if has_value else ""
        if not self._peek():
            _refuse(f"Unclosed start tag at byte offset {begin}")

    def _value(self) -> str:
        begin, quote = self.at, self._peek()
        if quote not in (b'"', b"'"):
            while self._peek().isalnum() or self._peek() in (b".", b"-"):
                self.at += 1
            if self._peek() and self._peek() not in SPACE + b">":
                _refuse(f"Unexpected end of name token at byte offset {begin}")
            return self.source[begin : self.at].decode().lower()
        self.at += 1
        parts: list[str] = []
        while self._peek() not in (quote, b""):
            decoded = self._reference() if self._peek() == b"&" else None
            if decoded is None:
                first = self.at
                self.at += 1
                self._until(quote + b"&")
                decoded = self.source[first : self.at].decode()
            parts.append(decoded)
        self.at += len(self._peek())
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self.at
        self.at += 2
        if not self.open:
            _refuse(f"Unexpected end tag at byte offset {begin}")
        name = self._until(SPACE + b">").decode().lower()
        self._skip_space()
        if self._peek() != b">":
            _refuse(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            _refuse(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        place = {"offset": tag.offset, "length": self.offset - tag.offset}
        kind = entity_kind(tag.name, tag.attributes, "".join(self.text[tag.position :]))
        if kind is None:
            return
        last = self.entities[-1] if self.entities else {}
        if last and {key: last[key] for key in place} == place and merged(last, kind):
            return
        self.entities.append(kind | place)


def _refuse(words: str) -> NoReturn:
    bad_request(f"can't parse entities: {words}")
