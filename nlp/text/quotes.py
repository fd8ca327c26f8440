"""Quoted words told from the author's own: forwarded posts, reposts, lines after «>», long quotations, «такой-то пишет: …»."""

import re

from nlp.places.scene import Scene
from nlp.text.tokens import Token

Span = tuple[int, int]

NOT_A_LINE = re.compile(r"[^\n]")
OWN_WORDS = 3  # words that say something; fewer, and the quotation speaks for the author
LINES = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
LONG = re.compile(r"«[^«»]{60,}»|“[^“”]{60,}”|(?<!\S)\"(?=\w)[^\"\n]{60,}(?<!\s)\"")
LEADS = re.compile(
    r"(?:^|(?<=[.!?…\n,(]))[^\w\n]{0,5}(?:"
    r"(?:переслан\w*|перепост\w*|репост\w*|forwarded|цитата|цитирую|из (?:группы|канала|чата))\b"
    r"[^:\n]{0,60}(?P<head>:[ \t]*\n?|\n)"
    r"|(?:[\w-]+[ ]){1,4}?(?:пишет|пишут|написали|сообщает|сообщают)\b[^:.!?\n]{0,60}(?P<verb>:[ \t]*\n?))",
    re.IGNORECASE | re.MULTILINE,
)
HINTS = re.compile(r">|«|“|\"|пересла|репост|перепост|forwarded|цит[аи]|пишет|пишут|написали|сообща|из (?:групп|канал|чат)", re.IGNORECASE)


def quoted(text: str) -> list[Span]:
    """Spans of the text that others said, in order of finding; they may overlap."""
    if not HINTS.search(text):
        return []
    spans = [match.span() for match in (*LINES.finditer(text), *LONG.finditer(text))]
    for lead in LEADS.finditer(text):
        ends = "\n\n" if (lead["head"] or lead["verb"]).endswith("\n") else "\n"  # a quotation on its own lines, or to the end of this one
        stop = text.find(ends, lead.end())
        spans.append((lead.start(), stop if stop >= 0 else len(text)))
    return spans


def own_words(text: str) -> str | None:
    """The text with what others said blanked, of the same length; None when there is no quotation or hardly anything else."""
    spans = quoted(text)
    if not spans:
        return None
    parts, done = [], 0
    for start, end in sorted(spans):  # they may overlap: each sign is blanked once
        if end > done:
            parts += [text[done:start], NOT_A_LINE.sub(" ", text[max(start, done) : end])]
            done = end
    own = "".join(parts) + text[done:]
    return own if len(re.findall(r"[^\W\d_]{3,}", own)) >= OWN_WORDS else None


def is_own(token: Token, own: str) -> bool:
    """Whether the token is the author's."""
    return not own[token.start : token.end].isspace()


def nearest(scene: Scene, own: str) -> Scene:
    """The scene with the author's own places only, if they name any; else the quotation's help as well."""
    mine = [found for found in scene.found if not found.adjective and is_own(scene.tokens[found.i], own)]
    if not mine:
        return scene
    only = Scene(scene.text, scene.tokens, scene.morph)
    only.found = [found for found in scene.found if is_own(scene.tokens[found.i], own)]
    for found in only.found:
        only.taken[found.i : found.j] = [found] * (found.j - found.i)
    return only
