"""Plainer text where a messenger refuses the markup.

Better without it than not at all.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from handlers.kit.text import cut, escape, visible_text
from incidents.messenger import Delivery, Message, Refused

LOG = logging.getLogger(__name__)

LONGEST = 4000  # code points; Telegram takes 4096, MAX 4000


async def accepted(call: Callable[[Message], Awaitable[Delivery]], message: Message) -> Delivery:
    """What the messenger said of the first version that it does not refuse; else of the last one."""
    versions = _versions(message)
    delivery = await call(next(versions))
    for plainer in versions:
        if not isinstance(delivery, Refused):
            break
        LOG.error("a message was refused and goes out plainer: %s", unquoted(delivery.because))
        delivery = await call(plainer)
    return delivery


def unquoted(because: str) -> str:
    """A messenger's reason for the log: what it quotes may be a resident's words."""
    return re.sub(r"\"[^\"]*\"|(?<=\s)'[^']*'", "…", because)


def _versions(message: Message) -> Iterator[Message]:
    """As it is, without markup, without buttons too. A file is refused for itself, not for its caption."""
    yield message
    if message.attached is not None:
        return
    plain = replace(message, html=escape(cut(visible_text(message.html), LONGEST)), voice=None, photo=None)
    yield plain
    if plain.rows:
        yield replace(plain, rows=())
