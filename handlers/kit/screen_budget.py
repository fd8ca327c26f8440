"""One screen of a phone: 30 lines of 36 characters.

The folded quote counts as three (docs/voice.md, «The head»).
"""

import re
import textwrap
from collections.abc import Sequence
from html import unescape

LINES, WIDTH = 30, 36
_FOLDED = re.compile(r"<blockquote expandable>.*?</blockquote>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_FOLD = 3

Line = tuple[int, str]
"""How easily it is left out (0: never), and HTML of one line."""


def lines_of(html: str) -> int:
    """How many lines of a phone the message takes while its quote is folded."""
    folds = len(_FOLDED.findall(html))
    text = unescape(_TAG.sub("", _FOLDED.sub("", html))).rstrip("\n")
    return sum(len(textwrap.wrap(line, WIDTH)) or 1 for line in text.split("\n")) + folds * _FOLD


def on_one_screen(*drafts: Sequence[Sequence[Line]]) -> str:
    """The first draft that fits, else the last one. What is left out first has the greatest number, the last of equals goes first."""
    html = ""
    for draft in drafts:
        html = _shortened(draft)
        if lines_of(html) <= LINES:
            break
    return html


def _shortened(draft: Sequence[Sequence[Line]]) -> str:
    """The blocks with an empty line between them, without what does not fit and may go."""
    left = [list(block) for block in draft]
    while lines_of(_joined(left)) > LINES:
        worst = max((need for block in left for need, _ in block), default=0)
        if worst == 0:
            break
        block = next(block for block in reversed(left) if any(need == worst for need, _ in block))
        del block[max(n for n, (need, _) in enumerate(block) if need == worst)]
    return _joined(left)


def _joined(blocks: Sequence[Sequence[Line]]) -> str:
    return "\n\n".join("\n".join(html for _, html in block) for block in blocks if block)
