"""Rows of a town that /find searches, made in bulk: incidents, posts, voices.

Two posts an incident on the average, «дорога» in a fifth of the posts, other made words as rare and as frequent as in a language.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from bot.storage.acts.incident_words import incident_words, words_row
from bot.storage.acts.incidents import incident, values_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.schema import counter
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from incidents.ids import DepartmentId, DistrictId, IncidentId, SourceId
from incidents.incident import Incident, Status
from incidents.places.find_text import folded, folded_place
from incidents.posts import Network, Post, Source
from incidents.reading import MainPlace

DISTRICT = DistrictId("konakovo")
NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
FREQUENT = ("дорога", "дороги", "дороге", "дорогу")
SYLLABLES = ["ба", "ве", "го", "ду", "же", "зи", "ка", "ло", "ме", "ну", "по", "ре", "со", "ту", "фа", "хо", "це", "ча", "ше", "щу"]
TOPICS = (("roads", "roads_potholes"), ("housing", "housing_water"), ("parks", "parks_benches"))
DEPARTMENTS = ("roads", "housing", "parks", "empty")


class Words:
    """Made words: a few are in most texts, most are in few."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = ["".join(self._random.choices(SYLLABLES, k=self._random.choice((2, 3, 3, 4, 4, 5)))) for _ in range(40_000)]
        self._words[90:92], self._words[39_000] = ["яма", "ямы"], "жираф"
        self._weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(self._words))))

    def text(self) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=self._random.randint(8, 30))
        return " ".join([*words, *([self._random.choice(FREQUENT)] if self._random.random() < 0.2 else [])])  # noqa: PLR2004 - a fifth

    def place(self) -> MainPlace:
        street = (
            "улица Строителей" if self._random.random() < 1 / 300 else f"улица {self._words[self._random.randint(200, 500)].capitalize()}"
        )
        return MainPlace(settlement="Конаково", street=street, house=str(self._random.randint(1, 120)))

    def few(self) -> int:
        return self._random.choice((1, 1, 1, 2, 2, 3, 4))

    def one_of(self, some: Sequence[Any]) -> Any:
        return self._random.choice(some)


def an_incident(number: int, words: Words, opened: datetime) -> Incident:
    """An incident of a department that has work."""
    group, topic = words.one_of(TOPICS)
    moments = {"opened_at": opened, "published_at": opened, "clock_from": opened}
    known = {"district_id": DISTRICT, "number": number, "status": Status.CLOSED, "group": group, "topic": topic, "place": words.place()}
    return Incident(id=IncidentId(number), **known, **moments, place_id=None, department_id=DepartmentId(words.one_of(DEPARTMENTS[:-1])))


def a_post(number: int, words: str, at: datetime) -> Post:
    """A resident's post."""
    own = {"network": Network.VK, "external_id": f"wall-1_{number}", "url": f"https://vk.com/wall-1_{number}", "author_id": str(number)}
    return Post(**own, text=words, published_at=at)


async def fill(tx: Tx, source: Source, count: int, words: Words) -> None:
    """So many incidents with their posts and what is looked through, in lots."""
    posts = itertools.count(1)
    for lot in _lots(count, 2000):
        rows: dict[str, list[dict[str, Any]]] = {"post": [], "incident": [], "voice": [], "words": []}
        for number in lot:
            opened = NOW - timedelta(minutes=15 * (count - number + 1))
            one = an_incident(number, words, opened)
            said = [words.text() for _ in range(words.few())]
            own = {"district_id": DISTRICT, "id": number, "number": number, "version": 1, "last_voice_at": opened}
            rows["incident"].append({**values_of(one), **own})
            for each in said:
                id = next(posts)
                rows["post"].append(_post_row(id, source.id, each, opened))
                rows["voice"].append({"district_id": DISTRICT, "post_id": id, "incident_id": number, "joined_at": opened, "because": ""})
            rows["words"].append(words_row(DISTRICT, number, folded_place(one.place), map(folded, said)))
        for table, name in ((post, "post"), (incident, "incident"), (voice, "voice"), (incident_words, "words")):
            await tx._connection.execute(insert(table), rows[name])
    number = insert(counter).values(district_id=DISTRICT, name="incident", value=count)
    await tx._run(number.on_conflict_do_update(index_elements=["district_id", "name"], set_={"value": count}))
    if tx._connection.dialect.name == "postgresql":
        for name in ("post", "incident"):
            await tx._connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))


def _lots(count: int, size: int) -> Iterator[range]:
    return (range(first, min(first + size, count + 1)) for first in range(1, count + 1, size))


def _post_row(id: int, source: SourceId, said: str, at: datetime) -> dict[str, Any]:
    own = {
        "id": id,
        "district_id": DISTRICT,
        "source_id": source,
        "network": "vk",
        "external_id": f"wall-1_{id}",
        "url": f"https://vk.com/{id}",
    }
    flags = {"photos": [], "likes": 0, "comments": 0, "by_owner": False, "is_history": False, "revision": 1, "tries": 0}
    return {
        **own,
        **flags,
        "text": said,
        "folded": folded(said),
        "author_id": str(id),
        "published_at": at,
        "detected_at": at,
        "taken_at": at,
    }
