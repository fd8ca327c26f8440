"""Bases of former versions climb to today's: nothing is lost, every old button and every open question is answered."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.leases import Leases
from bot.reading import old_fingerprints
from bot.reading.base_weights import FILE, hash_of_base
from bot.reading.old_fingerprints import OldFingerprints
from bot.reading.reader import ReaderProcess
from bot.storage.engine.migrate import migrate
from bot.storage.engine.sqlite_library import sqlite3
from incidents.incident import Status
from incidents.messages import NotUnderstood
from incidents.sameness.lookups import nearest_to
from incidents.sameness.matching import REPEAT_WITHIN
from nlp.topics.common_words import mark_of
from tests.conftest import fresh_postgres, wait_for
from tests.kit.desk_town import konakovo
from tests.kit.golden.evening import Heard
from tests.kit.upgrade.climbed import BASES, Base, Climbed, counted, load
from tests.kit.upgrade.drained import program

UNKNOWN = "on_old_button"
"""Who answers a button that no router knows."""

REFUSED_SINCE = (
    "Это карточка другого отдела",  # docs/decisions/2026-11-26-who-reads-what.md
    "Эта карточка не отмечена опасной",  # the same: what the night duty reads
    "Вернуть может только тот, кто нажимал",  # docs/decisions/0013-taking-an-act-back.md
)
"""How a rule that came later begins to refuse what an old program did; whoever adds one says since when and why."""


@pytest.fixture(
    scope="module",
    params=[(base, engine) for base in BASES for engine in ("sqlite", "postgresql")],
    ids=lambda each: f"{each[0].name}-{each[1]}",
)
def climbed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Climbed:
    """A base on an engine, loaded and brought up to the head."""
    base: Base
    base, engine = request.param
    if engine == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('upgrade') / 'base.db'}"
    else:
        url = fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_upgrade")
    wait_for(load(base, url))
    before = wait_for(counted(url))
    migrate(url)
    return Climbed(base, url, before)


@pytest.fixture
def copied(climbed: Climbed, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The base that climbed once more: what is done there stays there."""
    if climbed.is_sqlite:
        with closing(sqlite3.connect(climbed.file)) as base, closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
            base.backup(copy)
        return f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"
    return fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_upgrade_copy", like=str(make_url(climbed.url).database))


def test_a_base_holds_something_of_everything(climbed: Climbed) -> None:
    waiting = {
        *(("incident", str(status)) for status in Status),
        *(("answer", state) for state in ("draft", "approval", "scheduled", "publishing", "published", "refused", "unknown")),
        *(("outbox", state) for state in ("pending", "claimed")),
        *((table, "waiting") for table in ("file_job", "source_job", "answer_photo")),
        *((table, "") for table in ("layer", "undo", "reminder", "note", "sound")),
        *(("fsm", state) for state in ("Asking:words", "Writing:text")),
        *(("inbox", "new"), ("promise", "open"), ("promise", "broken")),
    }
    assert waiting <= climbed.before.keys()


async def test_the_climb_loses_nothing(climbed: Climbed) -> None:
    after = await counted(climbed.url, {table for table, _ in climbed.before})
    assert after == climbed.before


async def test_every_old_button_is_answered(climbed: Climbed) -> None:
    complaints = []
    async with climbed.open() as evening:
        for button in climbed.base.buttons:
            update = evening.press(button.chat, button.data, message=button.message, by=climbed.base.people[button.name])
            try:
                why = _complaint(button.handler, button.toast, await evening.hear(update))
            except Exception as error:  # noqa: BLE001 - all are told together
                why = f"raised {error!r}"
            if why is not None:
                complaints.append(f"{button.how} {button.data} pressed by {button.name} in {button.chat}: {why}")
    assert not complaints, "\n".join([str(climbed), *complaints])


async def test_every_open_question_takes_its_answer(climbed: Climbed) -> None:
    complaints = []
    async with climbed.open() as evening:
        for question in climbed.base.dialogues:
            handler, _, toast = question["then"].partition("\t")
            update = evening.type(climbed.base.people[question["name"]], question["text"])
            try:
                why = _complaint(handler, toast, await evening.hear(update, fsm=question))
            except Exception as error:  # noqa: BLE001 - all are told together
                why = f"raised {error!r}"
            if why is not None:
                complaints.append(f"{question['how']} {question['state']} {question['data']} answered by {question['name']}: {why}")
    assert not complaints, "\n".join([str(climbed), *complaints])


def _complaint(handler: str, toast: str, heard: Heard) -> str | None:
    """What is wrong with what is said now, where the old program said so; None: nothing."""
    if UNKNOWN == heard.handler != handler:
        return f"nobody knows it now, {handler} did ({heard.told})"
    if any(row.code in NotUnderstood.codes for row in heard.rows):
        return "it is not understood now"
    if (heard.refused or heard.handler == "nobody") and not (toast.startswith("!") or handler == "nobody"):
        return None if (heard.told or "").startswith(REFUSED_SINCE) else f"it is refused now: {heard.told}"
    if toast and not heard.told and not heard.rows:
        return f"nothing is said now, then it was {toast!r}"
    return None


async def test_what_waited_is_done_by_the_new_program(climbed: Climbed, copied: str, caplog: pytest.LogCaptureFixture) -> None:
    async with program(climbed, copied) as today:
        lessons = await today.learned()
        await today.work()
        today.town.clock.move(hours=20)
        await today.work()
        left = await today.left()
        taught, told = today.reader.layers, [what.html for method, _, what in today.post.messenger.calls if method in {"send", "edit"}]
    assert not left, "\n".join([str(climbed), *left])
    defects = [f"{each.getMessage()}: {each.exc_info[1]!r}" for each in caplog.records if each.exc_info and each.exc_info[1] is not None]
    assert not defects, "\n".join([str(climbed), *defects])
    assert taught[0] == (lessons.body if lessons.base == hash_of_base() else None)
    assert lessons.base == hash_of_base() or any("Бот учится заново" in each for each in told)


async def test_open_cards_are_compared_by_todays_weights_after_the_start(
    climbed: Climbed, copied: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_fingerprints, "REST", 0.0)
    reader = ReaderProcess(konakovo().folder)
    try:
        async with program(climbed, copied) as today:
            town, mark = today.town, mark_of(FILE)
            since = town.clock.now() - REPEAT_WITHIN
            async with town.storage.transaction() as tx:
                assert await tx.lookalikes.of_other_weights(mark, closed_since=since)
            await OldFingerprints(town.storage, town.clock, reader, Leases(town.storage)).make_anew()
            async with town.storage.transaction() as tx:
                assert not await tx.lookalikes.of_other_weights(mark, closed_since=since)
                known = next(each for each in await tx.incidents.unfinished() if each.status is Status.NEW and each.place.street)
                (first, *_) = await tx.voices.of(known.id)
                words = (await tx.posts.get(first.post_id)).post.text
            again = await town.write(words, external_id="wall-1_777777", author_id="777777")
            read = replace(await reader.read(again), group=known.group, topic=known.topic, main=known.place)
            async with town.storage.transaction() as tx:
                nearest = await nearest_to(tx.lookalikes, town.policy.sameness, again, read, now=town.clock.now())
            assert nearest[0].incident_id == known.id
            joined = (await town.take(again, read)).incident
            assert joined is not None
            assert joined.id == known.id
    finally:
        await reader.close()
