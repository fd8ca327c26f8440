"""Refuse XML that declares entities, before any parser expands them."""

from typing import IO
from xml.parsers import expat

_FIRST_BYTES = 16_384


class _Doctype(Exception):
    """Raised by the parser where it meets one: what follows is not read."""


class _Element(Exception):
    """Raised where the first element begins: no DOCTYPE can come any more."""


def has_doctype(part: IO[bytes]) -> bool:
    """Whether a DOCTYPE stands before the first element, in whatever encoding and after however long a comment.

    What is no XML has none for expat: a parser that forgives more must look for itself.
    """

    def doctype(*_: object) -> None:
        raise _Doctype

    def element(*_: object) -> None:
        raise _Element

    parser, size = expat.ParserCreate(), _FIRST_BYTES
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, element
    try:
        while chunk := part.read(size):
            parser.Parse(chunk)
            size *= 2  # a comment that goes on is read again from its start with every piece: few pieces, little to repeat
        parser.Parse(b"", True)  # a newer expat keeps a long comment unread until it knows that nothing follows
    except _Doctype:
        return True
    except (_Element, expat.ExpatError, LookupError):  # who reads it next says what is broken, an encoding that nobody knows too
        return False
    return False
