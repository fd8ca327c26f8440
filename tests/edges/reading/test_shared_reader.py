"""One child that reads for several districts: each with its own places and with what it alone learned."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.reading import reader as reader_module
from bot.reading.reader import ReaderDown
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


async def test_the_real_child_reads_with_the_places_of_each() -> None:
    shared = SharedReader()
    try:
        found = [await shared.of(each).read(post("Во дворе темно, фонари не горят, Кедровск")) for each in (A, B)]
    finally:
        await shared.close()
    assert [each.main.settlement_id for each in found] == ["s-konakovo", "s-kedrovsk"]
