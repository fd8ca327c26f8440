"""What a district sets in the chat, in the storage of both engines: sources, contacts, rules, templates, the log."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.engine.storage import Storage
from incidents.answers.templates import Template
from incidents.answers.values import AnswerKind
from incidents.errors import NotFound
from incidents.ids import ChatId, SourceId
from incidents.official import Department
from incidents.posts import Network
from incidents.routing.rules import Rule
from incidents.sources.source_links import FoundWall, JobState, SourceJob
from tests.kit.values.stored import (
    DISTRICT,
    HOUSING,
    MINUTE,
    NOW,
    a_reading,
    an_official,
    stored_incident,
    stored_post,
    stored_source,
    stored_voice,
)

WALL = FoundWall(network=Network.VK, external_id="-77", title="Посёлок рядом")


async def test_a_source_is_taken_paused_removed_and_taken_again_without_its_memory(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official())
        taken = await tx.sources.take(WALL, by=by.id)
        assert (taken.external_id, taken.added_by, taken.removed_at) == ("-77", by.id, None)
        gone = replace(taken, cursor="c", baseline_at=NOW, paused_at=NOW, removed_at=NOW, broken_at=NOW, settlement_id="s-a")
        await tx.sources.save_state(gone)
        assert await tx.sources.all() == []
        assert await tx.sources.all(removed=True) == [await tx.sources.get(taken.id)] == [gone]
        again = await tx.sources.take(replace(WALL, title="Иначе"), by=by.id)
        assert again == replace(taken, title="Иначе", settlement_id="s-a")
        with pytest.raises(NotFound):
            await tx.sources.get(SourceId(404))


async def test_a_sweep_writes_back_nothing_that_the_chat_says(storage: Storage) -> None:
    async with storage.transaction() as tx:
        before = await stored_source(tx)
        await tx.sources.save_state(replace(before, paused_at=NOW, settlement_id="s-b"))
        await tx.sources.save(replace(before, cursor="c", last_ok_at=NOW))
        after = await tx.sources.get(before.id)
    assert (after.cursor, after.paused_at, after.settlement_id) == ("c", NOW, "s-b")


async def test_a_link_is_given_to_one_taker_for_the_time_of_its_lease(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official())
        await tx.source_jobs.add(SourceJob(id=0, official_id=by.id, address="-77", state=JobState.WAITING, created_at=NOW, due_at=NOW))
        assert await tx.source_jobs.next_to_do(now=NOW - MINUTE, lease=MINUTE) is None
        job = await tx.source_jobs.next_to_do(now=NOW, lease=MINUTE)
        assert job is not None
        assert (job.address, job.tries, job.due_at) == ("-77", 1, NOW + MINUTE)
        assert await tx.source_jobs.next_to_do(now=NOW, lease=MINUTE) is None
        again = await tx.source_jobs.next_to_do(now=NOW + MINUTE, lease=MINUTE)
        assert again is not None
        assert again.tries == 2
        await tx.source_jobs.done(job.id)
        assert await tx.source_jobs.next_to_do(now=NOW + timedelta(days=1), lease=MINUTE) is None


async def test_contacts_stay_when_a_department_is_renamed(storage: Storage) -> None:
    housing = Department(id=HOUSING, district_id=DISTRICT, title="отдел ЖКХ", phone="112")
    async with storage.transaction() as tx:
        await tx.departments.put(housing)
        await tx.departments.set_contacts(HOUSING, phone="8 48242 4-12-34", hours="пн–пт 9:00–18:00")
        await tx.departments.put(Department(id=HOUSING, district_id=DISTRICT, title="ЖКХ"))
        (one,) = await tx.departments.all()
    assert (one.title, one.phone, one.hours) == ("ЖКХ", "8 48242 4-12-34", "пн–пт 9:00–18:00")


async def test_a_rule_and_a_template_come_back_as_they_went(storage: Storage) -> None:
    child = Rule(number=2, title="ямы", department_id=HOUSING, topics=frozenset({"a"}), active=False)
    tree = (Rule(number=1, title="дороги", groups=frozenset({"g"}), children=(child,)),)
    async with storage.transaction() as tx:
        await tx.rules.put(tree)
        assert tuple(await tx.rules.all()) == tree
        made = await tx.templates.add(Template(id=0, title="т", text="{привет}", kind=AnswerKind.INTERIM))
        assert await tx.templates.get(made.id) == made
        await tx.templates.save(replace(made, kind=AnswerKind.FINAL, scope=("a",)))
        assert await tx.templates.get(made.id) == replace(made, kind=AnswerKind.FINAL, scope=("a",))


async def test_the_log_is_read_newest_first_by_kind_and_page(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for n, what in enumerate(("norm", "lint", "norm", "other")):
            await tx.audit.add(what, user_id=ChatId(n), at=NOW + n * MINUTE, data={"key": str(n), "before": None})
        lines = await tx.audit.lines({"norm", "lint"}, limit=2)
        assert [(line.what, line.user_id, line.at, line.data["key"]) for line in lines] == [
            ("norm", 2, NOW + 2 * MINUTE, "2"),
            ("lint", 1, NOW + MINUTE, "1"),
        ]
        assert [line.data["key"] for line in await tx.audit.lines({"norm", "lint"}, limit=2, skip=2)] == ["0"]
        assert await tx.audit.lines({"nothing"}, limit=9) == []


async def test_a_change_of_rules_is_tried_on_first_voices_of_late(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, second = await stored_post(tx, 1), await stored_post(tx, 2)
        await tx.readings.save(first, a_reading(topic="first"), at=NOW)
        await tx.readings.save(second, a_reading(topic="second"), at=NOW)
        incident, unread = await stored_incident(tx), await stored_incident(tx)
        for post in (first, second):
            await stored_voice(tx, incident, post)
        await stored_incident(tx, opened_at=NOW - timedelta(days=40))
        routed = await tx.rules.routed_since(NOW - timedelta(days=30), limit=10)
        assert [(one.id, read.topic) for one, read in routed] == [(incident.id, "first")]
        assert unread.id not in {one.id for one, _ in routed}
        assert await tx.rules.routed_since(NOW + MINUTE, limit=10) == []
