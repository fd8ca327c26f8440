"""Candidates by indexed keys only, at most fifty; what stands in one source and speaks of one thing is offered."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from bot.cli.replay import replay_stream
from bot.config.district import find_taxonomy
from bot.storage.engine.own_district import EVERYWHERE
from bot.storage.engine.storage import Storage
from bot.storage.sameness.lookalikes import questions
from incidents.incident import Status
from incidents.sameness.fingerprint import Fingerprint
from incidents.sameness.one_problem import REMEMBERED
from tests.kit.desk_town import konakovo
from tests.kit.values.stored import NOW, a_reading, stored_incident, stored_post, stored_voice

DAY = timedelta(days=1)
WRITTEN = Fingerprint(
    topics={1: 0.9}, objects={10: 1.0}, troubles={20: 0.8}, names={30: 1.0}, numbers=frozenset({5}), signs={}, length=4
).written()
KEYS: dict[str, Any] = {"groups": ("housing", "roads", "waste"), "place": ("s1", "town"), "since": NOW - DAY, "limit": 50}


async def test_what_is_open_is_a_candidate_with_its_voices_and_there_are_fifty_at_most(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        first = await stored_incident(tx)
        await stored_voice(tx, first, post)
        await tx.readings.save(post, a_reading(fingerprint=WRITTEN), at=NOW)
        await stored_incident(tx, status=Status.CLOSED)
        (found,) = await tx.lookalikes.near(**KEYS)
        assert (found.incident_id, found.number, [source for source, _ in found.said]) == (first.id, first.number, [post.source_id])
        assert found.said[0][1] == Fingerprint.read(WRITTEN)
        for _ in range(60):
            await stored_incident(tx, group="energy", place_id=None)
        many = await tx.lookalikes.near(**KEYS)
        assert len(many) == 50
        assert first.id in {each.incident_id for each in many}
        assert await tx.lookalikes.near(**{**KEYS, "since": NOW + DAY}) == []


async def test_the_last_two_hundred_new_cards_are_remembered(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.lookalikes.likeliest_of_late() == []
        for n in range(REMEMBERED + 5):
            await tx.lookalikes.keep(n / 1000)
        assert await tx.lookalikes.likeliest_of_late() == [n / 1000 for n in range(5, REMEMBERED + 5)]


@pytest.mark.parametrize("others", [10, 50, 400])
async def test_what_stands_at_the_place_is_a_candidate_however_many_are_open(storage: Storage, others: int) -> None:
    async with storage.transaction() as tx:
        first = await stored_incident(tx, place_id="s1", group="roads")
        for _ in range(others):
            await stored_incident(tx, group="energy", place_id=None)
        by_place = await tx.lookalikes.near(**{**KEYS, "groups": ("energy",)})
        by_group = await tx.lookalikes.near(**{**KEYS, "place": ()})
        assert all(first.id in {each.incident_id for each in found} for found in (by_place, by_group))
        assert len(by_place) <= 50


async def test_every_question_walks_along_an_index(storage: Storage) -> None:
    async with storage.transaction() as tx:
        if tx._connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL reads a small table whole")
        for question in questions(tx.district_id, **KEYS):
            asked: Any = question.statement  # Any: an Executable that has no compile
            sql = asked.params(question.values).compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
            values = (None,) * len(sql.positiontup or ())  # a plan does not ask for them
            explained = await tx._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values, execution_options={EVERYWHERE: True})
            rows = explained.all()
            plan = " | ".join(str(row[-1]) for row in rows)
            assert "USING INDEX ix_incident_" in plan
            assert "last_voice_at>" in plan
            assert "TEMP B-TREE" not in plan


def test_replay_prints_what_is_similar() -> None:
    rows = [{"id": n, "text": text, "community": group} for n, (text, group) in enumerate(TALK)]
    out = io.StringIO()
    replay_stream(map(json.dumps, rows), out, district=None, taxonomy=find_taxonomy(konakovo().folder), progress=False)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    offered = {answer["id"]: answer["similar"] for answer in answers if "similar" in answer}
    assert [each["incident"] for each in offered[len(TALK) - 1]][:1] == [answers[-2]["incident"]]
    assert all(len(each) <= 2 and all(0 < one["p"] <= 1 for one in each) for each in offered.values())


TALK = (
    ("Во дворе дома 4 на Садовой не горит фонарь", "Подслушано Заречье"),
    ("Автобус 12 не пришёл утром, опоздали на работу", "Транспорт города"),
    ("В поликлинике нет талонов к хирургу", "Мамы Северного"),
    ("Мусор не вывозят с пятницы, контейнеры полные", "Соседи Южный"),
    ("Собаки бросаются на детей у школы № 3", "Родители третьей школы"),
    ("На Лесной яма, пробил колесо", "Водители района"),
    ("У моста огромная дыра, колёса бьём", "Жизнь в Михеево"),
    ("Почему никто не заделает провал на въезде к переправе, вчера машина застряла", "Жизнь в Михеево"),
)
