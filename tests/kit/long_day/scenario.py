"""What is written on the long day, drawn from a seed: the list against which collecting is judged. Pure."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

HOURS = 24
WALLS, GROUPS, CHATS, PAPERS = 40, 6, 10, 10
"""A paper has two feeds: its news and the comments under them."""

PEOPLE = 600
"""Residents of each network."""


class Door(StrEnum):
    """Where something is written."""

    WALL = "wall"
    WALL_COMMENT = "wall_comment"
    MESSAGE = "message"
    GROUP = "group"
    GROUP_COMMENT = "group_comment"
    CHAT = "chat"
    CHAT_REPLY = "chat_reply"
    NEWS = "news"
    NEWS_COMMENT = "news_comment"


POSTS = {Door.WALL: 1_300, Door.GROUP: 200, Door.CHAT: 300, Door.NEWS: 200}
COMMENTS = {Door.WALL_COMMENT: 9_400, Door.GROUP_COMMENT: 1_000, Door.CHAT_REPLY: 1_200, Door.NEWS_COMMENT: 400}
MESSAGES = 300
PLACES = {Door.WALL: WALLS, Door.GROUP: GROUPS, Door.CHAT: CHATS, Door.NEWS: PAPERS}
UNDER = {
    Door.WALL_COMMENT: Door.WALL,
    Door.GROUP_COMMENT: Door.GROUP,
    Door.CHAT_REPLY: Door.CHAT,
    Door.NEWS_COMMENT: Door.NEWS,
}
ONE_APPEAL_IN = 8
EDITS = 120
"""Appeals whose words are changed some time after they were written."""

LAST_HOUR = 23.5
"""The day is left half an hour to be read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One thing that a resident writes. `hour`: of the day; `place`: which wall, group, chat or paper; `under`: the number of the post."""

    number: int
    hour: float
    door: Door
    place: int
    author: int
    is_appeal: bool
    under: int | None = None

    @property
    def text(self) -> str:
        """Its words: the number in them is how it is known again."""
        if self.is_appeal:
            return f"Обращение {self.number:05d}. Конаково, улица Пробная {self.number}: на дороге яма, просим заделать"
        return f"Разговор {self.number:05d}. Конаково, доброго дня всем, кто в субботу на каток?"


@dataclass(frozen=True, slots=True)
class Edit:
    """The words of an appeal are changed at an hour."""

    hour: float
    number: int


def a_day(seed: int = 1) -> tuple[Sequence[Written], Sequence[Edit]]:
    """All that is written, by the hour, and what is changed of it."""
    dice = random.Random(seed)
    made = sorted(_drawn(dice), key=lambda each: each.hour)
    appeals = [each for each in made if each.is_appeal and each.door in {Door.WALL, Door.GROUP} and each.hour < LAST_HOUR - 3]
    edits = (Edit(each.hour + dice.uniform(0.05, 2.0), each.number) for each in dice.sample(appeals, min(EDITS, len(appeals))))
    return made, sorted(edits, key=lambda each: each.hour)


def _drawn(dice: random.Random) -> Iterator[Written]:
    number = 0
    posts: dict[Door, list[Written]] = {door: [] for door in POSTS}
    for door, count in POSTS.items():
        for _ in range(count):
            number += 1
            made = _one(dice, number, door, dice.randrange(PLACES[door]), hour=dice.uniform(0.0, LAST_HOUR - 0.5))
            posts[door].append(made)
            yield made
    for door, count in COMMENTS.items():
        talked_of = dice.sample(posts[UNDER[door]], max(1, len(posts[UNDER[door]]) // 3))
        for _ in range(count):
            number += 1
            post = dice.choice(talked_of)
            hour = post.hour + 0.03 + dice.random() ** 2 * (LAST_HOUR - post.hour - 0.03)
            yield _one(dice, number, door, post.place, hour=hour, under=post.number)
    for n in range(MESSAGES):
        number += 1
        hour = dice.uniform(0.0, LAST_HOUR)
        yield Written(number=number, hour=hour, door=Door.MESSAGE, place=0, author=n, is_appeal=n % 4 == 0)


def _one(dice: random.Random, number: int, door: Door, place: int, *, hour: float, under: int | None = None) -> Written:
    is_appeal = door is not Door.NEWS and dice.randrange(ONE_APPEAL_IN) == 0
    return Written(number=number, hour=hour, door=door, place=place, author=dice.randrange(PEOPLE), is_appeal=is_appeal, under=under)
