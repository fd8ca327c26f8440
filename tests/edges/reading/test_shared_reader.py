"""One child that reads for several districts: each with its own places and with what it alone learned."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.reading import reader as reader_module
from bot.reading.post_reader import ReaderDown, ReaderNotStarted
from bot.reading.shared_reader import SharedReader
from nlp.wire import reading_to_json
from tests.kit.values.samples import post, reading

A, B = Path("districts/konakovo"), Path("districts/primer")
Make = Callable[[str], SharedReader]

HEAD = """
import json, sys
READING = json.loads(sys.argv[1])
def say(answer):
    sys.stdout.write(json.dumps(answer) + "\\n")
    sys.stdout.flush()
say({"ready": True})
layers = {}
for line in sys.stdin:
    asked = json.loads(line)
    if "layer" in asked:
        layers[asked["district"]] = asked["layer"]
        say({"layer": True})
        continue
"""
TELLS = "    say({'id': asked['id'], **READING, 'danger_words': asked['district'] + ':' + str(layers.get(asked['district']))})\n"
DIES_OVER_B = "    if asked['district'].endswith('primer'): sys.exit(1)\n" + TELLS
NO_PLACES_ONCE = """
    asked_times = globals().get('asked_times', -1) + 1
    bad = {'error': 'broken row', 'no_district': True}
    say({'id': asked['id'], **(bad if not asked_times else {**READING, 'danger_words': str(asked_times)})})
"""


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    monkeypatch.setattr(reader_module, "BACK_OFF", (0.0,))
    made: list[SharedReader] = []

    def child(body: str) -> SharedReader:
        script = tmp_path / f"child{len(made)}.py"
        script.write_text(HEAD + body, encoding="utf-8")
        made.append(SharedReader([sys.executable, str(script), json.dumps(reading_to_json(reading()))]))
        return made[-1]

    yield child
    for one in made:
        await one.close()


async def test_a_question_names_its_district_and_what_one_learned_is_not_the_others(make: Make) -> None:
    shared = make(TELLS)
    ours, theirs = shared.of(A), shared.of(B)
    ours.teach(b"ours")
    assert (await ours.read(post("яма"))).danger_words == "districts/konakovo:b3Vycw=="
    assert (await theirs.read(post("яма"))).danger_words == "districts/primer:None"


async def test_a_child_that_is_started_again_learns_all_layers_again(make: Make) -> None:
    shared = make(TELLS)
    ours, theirs = shared.of(A), shared.of(B)
    for each, layer in ((ours, b"ours"), (theirs, b"theirs")):
        each.teach(layer)
        await each.read(post("яма"))
    await shared.close()
    assert (await theirs.read(post("яма"))).danger_words == "districts/primer:dGhlaXJz"
    assert (await ours.read(post("яма"))).danger_words == "districts/konakovo:b3Vycw=="


async def test_a_post_that_kills_the_child_is_one_districts_fault_alone(make: Make) -> None:
    shared = make(DIES_OVER_B)
    ours, theirs = shared.of(A), shared.of(B)
    with pytest.raises(ReaderDown):
        await theirs.read(post("яма"))
    assert (await ours.read(post("яма"))).danger_words == "districts/konakovo:None"


async def test_a_district_that_leaves_takes_the_child_from_nobody(make: Make) -> None:
    shared = make(TELLS)
    ours, theirs = shared.of(A), shared.of(B)
    await ours.read(post("яма"))
    child = shared._process._child
    await theirs.close()
    await ours.read(post("яма"))
    assert shared._process._child is child


async def test_a_district_that_is_started_again_begins_with_the_base(make: Make) -> None:
    shared = make(TELLS)
    shared.of(A).teach(b"ours")
    assert (await shared.of(A).read(post("яма"))).danger_words == "districts/konakovo:None"


async def test_places_that_cannot_be_read_keep_the_posts_of_their_district_waiting_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "PLACES_AGAIN", 0.0)
    folder = tmp_path / "kedrovsk"
    await asyncio.to_thread(shutil.copytree, B, folder)
    places = folder / "places.csv"
    whole = places.read_bytes()
    places.write_bytes(whole.partition(b"\n")[0] + b"\nbroken\n")
    shared = SharedReader()
    ours, theirs = shared.of(A), shared.of(folder)
    try:
        with pytest.raises(ReaderNotStarted, match=r"places\.csv"):
            await theirs.read(post("яма"))
        assert "places.csv" in str(theirs.sign()), "the coordinators of the district are told"
        theirs.teach(b"learned")
        with pytest.raises(ReaderNotStarted, match=r"places\.csv"):
            await theirs.read(post("яма"))
        assert not shared._process.learned_of(folder).is_known, "what it learned is brought again"
        await ours.read(post("яма"))
        assert ours.sign() is True
        places.write_bytes(whole)
        theirs.teach(None)
        await theirs.read(post("яма"))
        assert theirs.sign() is True
    finally:
        await shared.close()


async def test_a_district_without_places_is_not_asked_for_at_each_look(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "PLACES_AGAIN", 3600.0)
    shared = make(NO_PLACES_ONCE)
    ours = shared.of(A)
    for _ in range(2):
        with pytest.raises(ReaderNotStarted, match="broken row"):
            await ours.read(post("яма"))
    monkeypatch.setattr(reader_module, "PLACES_AGAIN", 0.0)
    assert (await ours.read(post("яма"))).danger_words == "1", "the first question alone came to the child"


async def test_the_real_child_reads_with_the_places_of_each() -> None:
    shared = SharedReader()
    try:
        found = [await shared.of(each).read(post("Во дворе темно, фонари не горят, Кедровск")) for each in (A, B)]
    finally:
        await shared.close()
    assert [each.main.settlement_id for each in found] == ["s-konakovo", "s-kedrovsk"]
