"""From a correction to a reader that reads otherwise: lessons, the learner's process, the nightly tick, forgetting."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.cli.learn import tell
from bot.reading.base_weights import hash_of_base
from bot.reading.intake import Intake
from bot.reading.learning import NotLearned, learn
from bot.reading.post_reader import PostReader
from bot.reading.reader import ReaderProcess
from bot.ticks.learning import learning
from bot.wakeups import Nudge
from incidents.incident import Act, ClosingOutcome, RejectReason, Untold
from incidents.routing.reading_corrections import Correction, CorrectionKind
from tests.kit.desk_town import DISTRICT, DeskTown, desk_town, konakovo
from tests.kit.values.samples import post, reading

ODD = "Кырдык на перекрёстке, дрын поперёк, номер {n}"
PLAIN = "Яма на дороге у дома {n}, пробили колесо"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def live(town: DeskTown, *, odd: int = 30, plain: int = 20) -> None:
    """Odd posts that the coordinator corrects, and plain ones that are closed as they were read."""
    async with town.storage.transaction() as tx:
        kind, by = CorrectionKind.TOPIC, town.who("coordinator").id
    for n in range(odd + plain):
        place = replace(reading().main, house=str(n + 1))
        text = (ODD if n < odd else PLAIN).format(n=n)
        incident = await town.open(text, topic="roads_potholes", main=place)
        async with town.storage.transaction() as tx:
            (voice,) = await tx.voices.of(incident.id)
            if n < odd:
                made = Correction(
                    post_id=voice.post_id, kind=kind, before=incident.topic, after="improvement_trees", by=by, at=town.clock.now()
                )
                await tx.corrections.add(made)
        await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)


async def test_lessons_are_what_was_corrected_and_what_was_closed(town: DeskTown) -> None:
    await live(town, odd=1, plain=1)
    waiting = await town.open("Ещё одна беда", main=replace(reading().main, house="99"))
    noise = await town.open("Всех с праздником", main=replace(reading().main, house="98"))
    await town.act(noise.id, Act.REJECT, "coordinator", reason=RejectReason.CHAT)
    async with town.storage.transaction() as tx:
        odd, plain, chat = await tx.lessons.all(None)
        assert await tx.lessons.all(town.clock.now() + timedelta(days=1)) == [
            replace(odd, topic="roads_potholes", corrected=frozenset()),
            plain,
        ]
    assert (odd.topic, odd.is_appeal, odd.corrected) == ("improvement_trees", True, frozenset({CorrectionKind.TOPIC}))
    assert (plain.topic, plain.department, plain.corrected) == ("roads_potholes", "roads", frozenset())
    assert (chat.topic, chat.is_appeal, chat.department) == (None, False, None)
    assert waiting.number == 3


async def test_the_real_learner_teaches_the_real_reader_and_forgetting_takes_it_back(town: DeskTown, sqlite_url: str) -> None:
    await live(town)
    assert await learn(town.storage, konakovo().folder, now=town.clock.now()) == 50
    async with town.storage.transaction() as tx:
        id = await tx.layers.id_in_use()
        assert id is not None
        layer = await tx.layers.get(id)
    assert layer.report["topics"]["adopted"]
    assert layer.report["topics"]["learned"] > layer.report["topics"]["base"]
    assert layer.body is not None
    reader = ReaderProcess(konakovo().folder)
    odd, plain = post("Опять кырдык на перекрёстке, дрын поперёк"), post("Яма на дороге у дома 3")
    try:
        before = (await reader.read(odd)).topic
        reader.teach(layer.body)
        assert ((await reader.read(odd)).topic, (await reader.read(plain)).topic) == ("improvement_trees", "roads_potholes")
        await reader.close()  # a reader that is started again knows it still
        assert (await reader.read(odd)).topic == "improvement_trees"
        reader.teach(b"spoilt")
        assert (await reader.read(odd)).topic == before != "improvement_trees"
    finally:
        await reader.close()
    told = await tell(sqlite_url, DISTRICT, konakovo().folder, now=town.clock.now(), learn_now=False, forget=False)
    assert told[0].startswith("Выучено 24.11.2026 на 50 сообщениях")
    assert any(line.startswith("темы: было") and line.endswith("взято") for line in told)


class Pupil(ReaderProcess):
    """Remembers what it was taught."""

    read_some = PostReader.read_some

    def __init__(self) -> None:
        super().__init__(Path())
        self.lessons: list[bytes | None] = []

    def teach(self, layer: bytes | None) -> None:
        self.lessons.append(layer)

    async def read(self, post: object, **around: object) -> object:  # type: ignore[override]  # what is read does not matter here
        return reading()


async def test_intake_gives_the_reader_each_layer_once_and_takes_a_forgotten_one_back(town: DeskTown, sqlite_url: str) -> None:
    pupil = Pupil()
    intake = Intake(town.storage, town.clock, pupil, town.policy, Nudge(poll=0.01))

    async def comes(text: str) -> None:
        await town.write(text)
        await intake.step()

    await comes("раз")
    async with town.storage.transaction() as tx:
        await tx.layers.add(lessons=1, report={}, body=b"one", base=hash_of_base(), at=town.clock.now())
    await comes("два")
    await comes("три")
    told = await tell(sqlite_url, DISTRICT, konakovo().folder, now=town.clock.now(), learn_now=False, forget=True)
    await comes("четыре")
    assert pupil.lessons == [b"one", None]
    assert told == ["Выученное забыто: читатель снова работает на общих весах. Прежние исправления больше не учат, новые учат"]


async def test_what_was_learned_on_other_weights_is_left_out_and_the_coordinator_hears_it_once(town: DeskTown, sqlite_url: str) -> None:
    async with town.storage.transaction() as tx:
        await tx.layers.add(lessons=50, report={}, body=b"of old", base="0" * 64, at=town.clock.now())
    pupils = [Pupil(), Pupil()]
    for pupil in pupils:  # the second one is a restart
        await town.write("раз")
        await Intake(town.storage, town.clock, pupil, town.policy, Nudge(poll=0.01)).step()
    assert [pupil.lessons for pupil in pupils] == [[None], [None]]
    assert [row.code for row in await town.rows() if row.code == "learns_anew"] == ["learns_anew"]
    told = await tell(sqlite_url, DISTRICT, konakovo().folder, now=town.clock.now(), learn_now=False, forget=False)
    assert told == ["Бот учится заново: общие веса обновились, исправления округа он выучит ближайшей ночью"]


def child(tmp_path: Path, body: str) -> list[str]:
    script = tmp_path / "learner.py"
    script.write_text("import sys, time, json\nlines = sys.stdin.readlines()\n" + body, encoding="utf-8")
    return [sys.executable, str(script)]


async def test_a_learner_that_fails_is_one_line_and_changes_nothing(town: DeskTown, tmp_path: Path) -> None:
    await live(town, odd=0, plain=20)
    for body in ("sys.exit(1)", "print('[]')", "print('{}')", 'print(\'{"layer": "?", "lessons": 1, "report": {}}\')'):
        with pytest.raises(NotLearned) as caught:
            await learn(town.storage, Path(), now=town.clock.now(), command=child(tmp_path, body))
        assert "Читатель работает как прежде" in caught.value.user_text
    with pytest.raises(NotLearned):
        await learn(town.storage, Path(), now=town.clock.now(), command=[str(tmp_path / "nobody")])
    async with town.storage.transaction() as tx:
        assert await tx.layers.id_in_use() is None


async def test_the_learner_gets_texts_departments_and_what_the_rules_say(town: DeskTown, tmp_path: Path) -> None:
    await live(town, odd=0, plain=20)
    seen = tmp_path / "seen.jsonl"
    body = f"open({str(seen)!r}, 'w').writelines(lines)\nprint(json.dumps({{'lessons': len(lines), 'report': {{}}, 'layer': None}}))"
    assert await learn(town.storage, Path(), now=town.clock.now(), command=child(tmp_path, body)) == 20
    row = json.loads((await asyncio.to_thread(seen.read_text)).splitlines()[0])
    assert (row["department"], row["topic"], row["ruled"][0][0]) == ("roads", "roads_potholes", "roads")


async def test_the_night_comes_once_and_a_quiet_district_starts_no_process(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    around = town.around(nudge=Nudge(poll=0.01), summary_at=time(8), profile=konakovo().folder)
    times: list[object] = []

    async def spied(*_args: object, **_known: object) -> None:
        times.append(town.clock.now())

    monkeypatch.setattr("bot.ticks.learning.learn", spied)
    for hours in (0, 1, 24, 1):
        town.clock.move(hours=hours)
        await learning(around)
    assert len(times) == 2
    await learning(replace(around, profile=None))
    assert len(times) == 2
    assert await learn(town.storage, konakovo().folder, now=town.clock.now(), command=["/nowhere"]) is None


async def test_while_another_district_learns_the_night_is_neither_waited_for_nor_lost(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = town.around(summary_at=time(8), profile=konakovo().folder)
    times: list[object] = []

    async def spied(*_args: object, **_known: object) -> None:
        times.append(town.clock.now())

    monkeypatch.setattr("bot.ticks.learning.learn", spied)
    async with around.learning_turn:
        waiting = asyncio.ensure_future(learning(around))
        done, _ = await asyncio.wait([waiting], timeout=5)
        waiting.cancel()
        assert waiting in done, "a tick that waits looks like one that hangs"
    assert times == []
    await learning(around)
    assert len(times) == 1, "the night is still its own"


async def test_an_untaught_district_says_so(town: DeskTown, sqlite_url: str) -> None:
    told = await tell(sqlite_url, DISTRICT, konakovo().folder, now=town.clock.now(), learn_now=False, forget=False)
    assert told == ["Округ ещё ничего не выучил: читатель работает на общих весах"]
    told = await tell(sqlite_url, DISTRICT, konakovo().folder, now=town.clock.now(), learn_now=True, forget=False)
    assert told == ["Учиться пока не на чем: нужно 20 закрытых или исправленных сообщений"]
