"""HTML of titles and summaries as plain text, in linear time.

The parser of the standard library takes minutes over «<b <b <b …».
"""

import re
from html import unescape

_UNREAD = ("script", "style", "template", "noscript", "iframe", "svg")
_OPENS = re.compile(rf"<(?:({'|'.join(_UNREAD)})\b|(!--))", re.IGNORECASE)
_CLOSES = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in _UNREAD} | {"": re.compile("-->")}
_BREAK = re.compile(r"</?(?:br|p|div|li|tr|h[1-6]|blockquote|figcaption)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]{0,2000}>", re.IGNORECASE)
_SPACES, _LINES = re.compile(r"[^\S\n]+"), re.compile(r" ?\n[ \n]*")
_FOOTER = re.compile(
    r"(?:^|(?<=\s))(?:(?:Запись|Сообщение|Статья)\s.{1,300}?\s(?:впервые появил|появил)(?:ась|ись|ось)\s.{1,200}"
    r"|The post\s.{1,300}?\s(?:first appeared|appeared first) on\s.{1,200})$",
    re.IGNORECASE,
)
"""What WordPress writes under each summary: the name of the site is not what the news is about."""
_FOOTER_LINE = 600

MOST = 100_000  # code points of HTML that are looked at: an article is shorter


def plain_text(html: str) -> str:
    """The words, a line a paragraph; scripts, styles and comments are left out. Broken HTML gives what can be read of it."""
    text = _TAG.sub("", _BREAK.sub("\n", _without_unread(html[:MOST])))
    return _LINES.sub("\n", _SPACES.sub(" ", unescape(text))).strip()


def without_footer(text: str) -> str:
    """The summary without the line that names the site."""
    head, _, tail = text.rpartition("\n")
    cut = _FOOTER.sub("", tail).rstrip() if len(tail) <= _FOOTER_LINE else tail
    return f"{head}\n{cut}".strip()


def _without_unread(html: str) -> str:
    """What stands outside of scripts, styles and comments; one that is never closed goes on to the end."""
    kept, at = [], 0
    while opened := _OPENS.search(html, at):
        kept.append(html[at : opened.start()])
        closed = _CLOSES[(opened[1] or "").lower()].search(html, opened.end())
        if closed is None:
            return "".join(kept)
        at = closed.start() if opened[1] else closed.end()
    return "".join([*kept, html[at:]])
