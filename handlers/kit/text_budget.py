"""The blocks of a card, cut to the length that Telegram takes.

With a photo, whatever came in.
"""

from dataclasses import dataclass, field

from handlers.kit.text import visible_length

CARD = 1024
"""Visible characters of a card: the limit of a caption, so that a card also fits under a photo."""


@dataclass(slots=True)
class TextBudget:
    """Blocks in order; the less needed leave first when room is short. A block is HTML of one or more lines."""

    limit: int = CARD
    _blocks: list[tuple[int, str]] = field(default_factory=list)

    def add(self, html: str, *, need: int = 0) -> None:
        """Append a block. `need` 0 stays always; a greater one leaves earlier."""
        if html:
            self._blocks.append((need, html))

    def gap(self) -> None:
        """An empty line between blocks; doubled and edge ones vanish."""
        self._blocks.append((0, ""))

    def html(self, *, drop: bool = True) -> str:
        """The blocks that fit; all of them when nothing may be dropped."""
        blocks = list(self._blocks)
        while drop and visible_length(_join(blocks)) > self.limit and (worst := max(need for need, _ in blocks)) > 0:
            index = max(i for i, (need, _) in enumerate(blocks) if need == worst)
            del blocks[index]
        return _join(blocks)


def _join(blocks: list[tuple[int, str]]) -> str:
    lines: list[str] = []
    for _, html in blocks:
        if html or (lines and lines[-1]):
            lines.append(html)
    return "\n".join(lines).strip("\n")
