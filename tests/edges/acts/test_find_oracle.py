"""/find on made-up bases: what the index finds is what plain Python finds, on both engines, whatever happens to posts and incidents."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import text

from bot.storage.acts import find as find_module
from bot.storage.engine import word_index
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import IncidentId, PostId
from incidents.incident import Incident, Voice
from incidents.official import Official, Role
from incidents.places.find_text import find_query
from incidents.posts import Attachment, AttachmentKind, Source, StoredPost
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.reading import MainPlace
from tests.kit.values.stored import DISTRICT, NOW, a_post, an_event, an_official, stored_incident, stored_source

QUERIES, STEPS, CHECK_EACH = 1000, 120, 12
LETTERS = "абвеёжийстру"
ODD = [
    "1e5",
    "5e10",
    "0x1f",
    "12а",
    "14",
    "2gis",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "Ёлка",
    "ЕЛКА",
    "ёж",
    "ìñ",
    "їжак",
    "ка\u0301мень",
    "🎄",
    "a_b",
    "50%",
]
ENDINGS = ["", "а", "ы", "ой", "ами", "ого"]
SIGNS = [" ", ", ", " - ", ". ", "/", "\n", " «", "» ", '" ', "* ", " % "]


def is_begun(word: str, stem: str) -> bool:
    """Whether a word has what is looked for: whole for short ones and numbers, else its beginning."""
    return word == stem.strip() if stem.endswith(" ") else word.startswith(stem.strip())


def plain_words(said: str) -> list[str]:
    """By hand: small letters, ё is е, whatever is no letter of ours and no figure parts words."""
    letters = "0123456789abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя"
    return "".join(sign if sign in letters else " " for sign in said.lower().replace("ё", "е")).split()


@dataclass
class Model:
    """The base as plain values: texts of posts, places and posts of incidents."""

    made: random.Random
    source: Source
    texts: dict[PostId, str] = field(default_factory=dict)
    posts: dict[PostId, StoredPost] = field(default_factory=dict)
    incidents: dict[IncidentId, Incident] = field(default_factory=dict)
    voices: dict[PostId, Voice] = field(default_factory=dict)
    parts: list[tuple[IncidentId, PostId]] = field(default_factory=list)
    vocabulary: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        roots = ["".join(self.made.choices(LETTERS, k=self.made.randint(1, 6))) for _ in range(60)]
        self.vocabulary = [root + self.made.choice(ENDINGS) for root in roots * 3] + ODD

    def some_text(self) -> str:
        words = self.made.choices(self.vocabulary, k=self.made.randint(1, 9))
        return "".join(part for word in words for part in (self.made.choice([word, word.upper(), word.title()]), self.made.choice(SIGNS)))

    def some_place(self) -> MainPlace:
        name = self.made.choice([None, f"улица {self.made.choice(self.vocabulary)}"])
        return MainPlace(settlement=self.made.choice([None, "Конаково"]), street=name, house=self.made.choice([None, "14", "14А"]))

    def found(self, words: str, limit: int) -> list[IncidentId]:
        """The oracle."""
        stems = find_query(words).stems
        hits = []
        for id, each in self.incidents.items():
            names = (each.place.settlement, each.place.street, each.place.house, each.place.landmark)
            said = [p for p, v in self.voices.items() if v.incident_id == id] + [p for of, p in self.parts if of == id]
            texts = [" ".join(filter(None, names)), *(self.texts[one] for one in said)]
            words_there = [word for said in texts for word in plain_words(said)]
            if stems and all(any(is_begun(word, stem) for word in words_there) for stem in stems):
                hits.append(id)
        return sorted(hits, reverse=True)[:limit]

    def requests(self, count: int) -> Iterator[str]:
        for _ in range(count):
            words = self.made.choices(self.vocabulary, k=self.made.choice([1, 1, 1, 2, 2, 3]))
            cut = [word[: self.made.randint(1, len(word))] if self.made.random() < 0.3 else word for word in words]
            yield "".join(part for word in cut for part in (word.upper() if self.made.random() < 0.2 else word, self.made.choice(SIGNS)))


async def write(tx: Tx, model: Model) -> StoredPost:
    number, said = len(model.texts) + 1, model.some_text()
    attached = (Attachment(kind=AttachmentKind.VIDEO, words=model.some_text()),) if model.made.random() < 0.2 else ()
    one = a_post(number, said, external_id=f"wall-1_{number}", author_id=str(number), attached=attached)
    await tx.door.receive(model.source, one, at=NOW, history=False)
    stored = await tx.posts.find(one.network, one.external_id)
    assert stored is not None
    model.posts[stored.id], model.texts[stored.id] = stored, one.whole
    return stored


async def open_one(tx: Tx, model: Model) -> None:
    made = await stored_incident(tx, place=model.some_place())
    model.incidents[made.id] = made
    if model.made.random() < 0.8:
        await hear(tx, model, made.id)


async def hear(tx: Tx, model: Model, id: IncidentId) -> None:
    one = await write(tx, model)
    voice = Voice(incident_id=id, post_id=one.id, joined_at=one.post.published_at, because="то же место")
    await tx.voices.add(voice)
    model.voices[one.id] = voice


async def part(tx: Tx, model: Model) -> None:
    """A further incident of a post, which may move on."""
    if not model.voices:
        return
    post_id = model.made.choice(sorted(model.voices))
    made = await stored_incident(tx, place=model.some_place())
    model.incidents[made.id] = made
    one = Voice(incident_id=made.id, post_id=post_id, joined_at=NOW, because="часть", part_id=made.id)
    await tx.voices.add(one)
    target = model.made.choice([made.id, model.voices[post_id].incident_id])
    await tx.voices.save(replace(one, incident_id=target))
    model.parts.append((target, post_id))


async def edit(tx: Tx, model: Model) -> None:
    id = model.made.choice(sorted(model.posts))
    known = model.posts[id].post
    if not model.texts[id]:
        return  # erased
    is_attached = model.made.random() < 0.3
    more = (Attachment(kind=AttachmentKind.LINK, words=model.some_text()),)
    new = replace(known, attached=more) if is_attached else replace(known, text=model.some_text())
    await tx.door.receive(model.source, new, at=NOW, history=False)
    model.posts[id], model.texts[id] = replace(model.posts[id], post=new), new.whole


async def move(tx: Tx, model: Model) -> None:
    if model.voices and model.incidents:
        post_id, target = model.made.choice(sorted(model.voices)), model.made.choice(sorted(model.incidents))
        moved = replace(model.voices[post_id], incident_id=target)
        await tx.voices.save(moved)
        model.voices[post_id] = moved


async def replace_place(tx: Tx, model: Model) -> None:
    id = model.made.choice(sorted(model.incidents))
    known = await tx.incidents.get(id)
    place = model.made.choice([known.place, model.some_place()])
    model.incidents[id] = await tx.incidents.save(replace(known, place=place), an_event())


async def forget(tx: Tx, model: Model) -> None:
    """A post goes, and the place of what nobody else told of; the others' words stay."""
    known = sorted(id for id, said in model.texts.items() if said)
    if not known or model.made.random() < 0.5:
        return
    one = model.made.choice(known)
    reach = await tx.personal_data.reach([one])
    await erase(tx, Target(whose=DataOf.POST, post=one), ground=Ground.REQUEST, by=None, keep=Keep(), now=NOW)
    model.texts[one] = ""
    for id in reach.alone:
        settlement = model.incidents[id].place.settlement
        model.incidents[id] = replace(model.incidents[id], place=MainPlace(settlement=settlement))


async def check(tx: Tx, model: Model, reader: Official, requests: Sequence[str]) -> None:
    for words in requests:
        limit = model.made.choice([1, 3, 60])
        found = [each.id for each in await tx.search.find(replace(find_query(words), number=None), reader=reader, limit=limit)]
        assert found == model.found(words, limit), words


async def live(storage: Storage, seed: int, queries: int) -> None:
    made = random.Random(seed)
    async with storage.transaction() as tx:
        reader = await tx.officials.enrol(an_official(role=Role.COORDINATOR, department_id=None))
        model = Model(made, await stored_source(tx))
    for step in range(STEPS):
        async with storage.transaction() as tx:
            act = made.choice([open_one, open_one, part, edit, move, replace_place, forget])
            for one in [open_one] if not model.posts else [act, made.choice([open_one, edit])]:
                await one(tx, model)
            if made.random() < 0.3 and model.incidents:
                await hear(tx, model, made.choice(sorted(model.incidents)))
            if made.random() < 0.2:
                await check(tx, model, reader, list(model.requests(3)))
        if step % CHECK_EACH == 0:
            async with storage.transaction() as tx:
                await check(tx, model, reader, list(model.requests(queries * CHECK_EACH // STEPS)))
    if storage.is_embedded and word_index.can_index():
        async with storage.transaction() as tx:  # the index is what the table says, entry by entry
            check_all = text("INSERT INTO incident_words_index(incident_words_index, rank) VALUES ('integrity-check', 1)")
            await tx._connection.execute(everywhere(check_all))


async def test_a_thousand_random_searches_find_what_plain_python_finds(storage: Storage) -> None:
    await live(storage, 1, QUERIES)


@pytest.mark.parametrize("seed", [2, 3])
async def test_without_fts5_the_table_is_read_and_the_answer_is_the_same(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:

    monkeypatch.setattr(word_index, "can_index", lambda: False)
    monkeypatch.setattr(find_module, "can_index", lambda: False)
    opened = await open_storage(sqlite_url, DISTRICT)
    try:
        await live(opened, seed, QUERIES // 5)
    finally:
        await opened.close()
