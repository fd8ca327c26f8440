"""What is asked the most often walks along indexes, in few statements.

SQLite: before anybody has counted the tables, save where ids are listed: then it takes any index of the district for shorter than the list.
"""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import ChatId, DepartmentId, IncidentId, OfficialId, PostId, SourceId
from incidents.posts import Network, StoredPost
from tests.kit.plans import Question, asked, grow, plan
from tests.kit.values.stored import DISTRICT, NOW, a_post, an_incident

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ONE, SOME = IncidentId(7), [IncidentId(n) for n in range(5, 55)]


def a_comment() -> StoredPost:
    """Under a post that is there."""
    return StoredPost(
        id=PostId(9),
        district_id=DISTRICT,
        source_id=SourceId(1),
        source_title="Подслушано",
        settlement_id=None,
        post=a_post(9, parent_external_id="grown7"),
        revision=1,
        detected_at=NOW,
        parent_id=PostId(7),
        parent_text="яма",
    )


QUESTIONS: dict[str, tuple[Question, int]] = {
    "unread posts": (lambda tx: tx.unread.next(20, dangers_since=NOW - DAY), 3),
    "of which posts nothing is known": (lambda tx: tx.unknown_posts.among([a_comment()]), 3),
    "which posts wait still": (lambda tx: tx.unknown_posts.still_wait([a_comment()]), 1),
    "in which threads we wrote": (lambda tx: tx.answered_threads.among([a_comment()]), 1),
    "whether many wait": (lambda tx: tx.unread.are_more_than(300), 1),
    "the next answer to move": (lambda tx: tx.answers.next_to_move(now=NOW), 1),
    "the next update": (lambda tx: tx.inbox.next(now=NOW), 1),
    "an incident": (lambda tx: tx.incidents.by_number(1007), 1),
    "what waits in a department": (lambda tx: tx.incidents.held_by(official=OfficialId(1), department=DepartmentId("housing")), 1),
    "what is open": (lambda tx: tx.incidents.unfinished(), 1),
    "what is to be looked at": (lambda tx: tx.next_looks.now_due(NOW, after=IncidentId(0), most=250), 1),
    "what is overdue": (lambda tx: tx.next_looks.overdue(NOW, after=IncidentId(0), most=250), 1),
    "what comes back": (lambda tx: tx.next_looks.to_come_back(NOW), 1),
    "what a post may belong to": (
        lambda tx: tx.voices.candidates(
            groups=["housing", "roads"],
            place=["s1", "town"],
            topics=["housing_water"],
            since=NOW - DAY,
            unplaced_since=NOW - DAY,
            thread=PostId(7),
            by=a_post(),
        ),
        5,
    ),
    "what a post may be like": (lambda tx: tx.lookalikes.near(groups=["housing"], place=["s1"], since=NOW - DAY, limit=50), 6),
    "other places of a voice": (lambda tx: tx.voices.places(a_post(), within=DAY), 3),
    "what stands beside a comment": (lambda tx: tx.voices.incidents_beside(a_comment()), 1),
    "what was answered in a thread": (lambda tx: tx.answers.before(a_comment()), 1),
    "what we asked in a thread": (lambda tx: tx.answers.questions_beside(a_comment()), 1),
    "what was said this hour": (lambda tx: tx.masses.said_since(["housing_water"], NOW - HOUR), 1),
    "whose voice a post is": (lambda tx: tx.voices.incident_of(PostId(7)), 1),
    "voices of a card": (lambda tx: tx.voices.of(ONE), 2),
    "posts of a card": (lambda tx: tx.posts.these([PostId(n) for n in range(5, 55)]), 1),
    "a post by its address": (lambda tx: tx.posts.find(Network.VK, "grown7"), 1),
    "known posts": (lambda tx: tx.posts.known(Network.VK, ["grown7", "grown8"]), 2),
    "a reading": (lambda tx: tx.readings.of(PostId(7)), 1),
    "answers of a card": (lambda tx: tx.answers.of(ONE), 1),
    "the log of a card": (lambda tx: tx.log.of(ONE), 1),
    "what else a card tells": (lambda tx: tx.incidents.card_parts(an_incident(id=ONE)), 1),
    "where a card stands": (lambda tx: tx.copies.chats_of(ONE), 1),
    "whether a card was silenced": (lambda tx: tx.sounds.is_silenced(ChatId(5), ONE, since=NOW - DAY), 1),
    "incidents of a day": (lambda tx: tx.incidents.between(NOW, NOW + DAY), 1),
    "messages of a day": (lambda tx: tx.figures.heard(NOW, NOW + DAY), 2),
    "messages of a topic": (lambda tx: tx.figures.told_of(["housing_water"], NOW, NOW + DAY), 2),
    "clocks of a day": (lambda tx: tx.figures.missed(NOW, NOW + DAY), 1),
    "clocks of some": (lambda tx: tx.figures.clocks(SOME), 2),
    "messages that came late": (lambda tx: tx.figures.late_voices(NOW, NOW + DAY), 1),
    "what the filter let go": (lambda tx: tx.dropped_posts.between(NOW, NOW + DAY), 1),
    "logs of some": (lambda tx: tx.log.of_each(SOME), 1),
    "whether the region's numbers are used": (lambda tx: tx.region.in_use(), 3),
}

LISTED = frozenset(
    {
        "what a post may belong to",
        "what a post may be like",
        "other places of a voice",
        "posts of a card",
        "incidents of a day",
        "what stands beside a comment",
    }
)
"""Asked of a list of ids: the bot counts at its start and every hour."""

BIG = "post post_revision reading incident voice event answer card_copy"
ANY = f"(?:{BIG.replace(' ', '|')})"
WHOLE = re.compile(rf"SCAN {ANY}\b|SEARCH {ANY} USING (?:COVERING )?INDEX (\w+) \(district_id=\?\)")
SHORT = frozenset({"ix_voice_in_region", "ix_answer_unsettled", "ix_post_unread", "ix_incident_look_at"})
"""Indexes of what waits: all of them is a handful."""


@pytest.fixture
async def grown(database_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(database_url, DISTRICT)
    if opened.is_embedded:
        await grow(opened)
    yield opened
    await opened.close()


async def is_counted(storage: Storage) -> bool:
    """Whether SQLite has figures of its tables."""
    if not storage.is_embedded:
        return False
    async with storage.transaction() as tx:
        return bool(await tx._scalar(everywhere(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"))))


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_frequent_question_reads_no_table_whole(grown: Storage, name: str) -> None:
    question, most = QUESTIONS[name]
    if name in LISTED:
        await grown.count_again()
    assert await is_counted(grown) == (name in LISTED and grown.is_embedded)
    assert 0 < len(await asked(grown, question)) <= most
    found = await plan(grown, question)
    if grown.is_embedded:
        assert [each[0] for each in WHOLE.finditer(found) if each[1] not in SHORT] == [], found
    else:
        assert [line for line in found.splitlines() if re.search(rf"Seq Scan on {ANY}\b", line)] == [], found
