"""The reader as a child process: the real one once, and small ones that die, babble, fall silent or answer another post."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.reading import reader as reader_module
from bot.reading.post_reader import ReaderDown, ReaderNotStarted, ToRead, UnreadablePost
from bot.reading.reader import ReaderProcess
from incidents.posts import Attachment, AttachmentKind
from incidents.reading import Reading
from nlp.wire import reading_to_json
from tests.kit.desk_town import konakovo
from tests.kit.values.samples import post, reading

POST = replace(post("На Белавинской вода на дороге"), settlement_id="s-konakovo")
Make = Callable[[str], ReaderProcess]

HEAD = """
import json, os, sys, time
READING = json.loads(sys.argv[1])
def say(answer):
    sys.stdout.write((answer if isinstance(answer, str) else json.dumps(answer)) + "\\n")
    sys.stdout.flush()
"""


@pytest.fixture
async def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """A reader whose child runs this body; all are ended."""
    monkeypatch.setattr(reader_module, "BACK_OFF", (0.0,))
    made: list[ReaderProcess] = []

    def child(body: str) -> ReaderProcess:
        script = tmp_path / f"child{len(made)}.py"
        script.write_text(HEAD + body, encoding="utf-8")
        made.append(ReaderProcess(tmp_path, [sys.executable, str(script), json.dumps(reading_to_json(reading()))]))
        return made[-1]

    yield child
    for one in made:
        await one.close()


ANSWERS = """
say({"ready": True})
for line in sys.stdin:
    say({"id": json.loads(line)["id"], **READING})
"""


ECHO = """
say({"ready": True})
for line in sys.stdin:
    asked = json.loads(line)
    say({"id": asked["id"], **READING, "danger_words": asked["text"]})
"""


async def test_the_title_of_a_video_is_read_after_the_text(make: Make) -> None:
    titled = replace(POST.post, attached=(Attachment(kind=AttachmentKind.VIDEO, words="Яма на Лесной"),))
    found = await make(ECHO).read(replace(POST, post=titled))
    assert found.danger_words == "На Белавинской вода на дороге\nЯма на Лесной"


async def test_the_real_reader_reads_a_post() -> None:
    one = ReaderProcess(konakovo().folder)
    try:
        found = await one.read(POST)
    finally:
        await one.close()
    assert found.main.settlement == "Конаково"
    assert found.group


async def test_a_child_is_asked_post_by_post(make: Make) -> None:
    one = make(ANSWERS)
    assert await one.read(POST) == reading()
    child = one._child
    assert await one.read(post("ещё", number=51)) == reading()
    assert one._child is child


DIES_OVER_THE_THIRD = """
say({"ready": True})
for line in sys.stdin:
    asked = json.loads(line)
    if asked["text"] == "bad":
        sys.exit(1)
    say({"id": asked["id"], **READING, "danger_words": asked["text"]})
"""


async def test_several_are_asked_at_once_and_all_up_to_the_one_that_the_child_dies_over_are_read(make: Make) -> None:
    one = make(DIES_OVER_THE_THIRD)
    asked = [ToRead(post(text, number=51 + n)) for n, text in enumerate(("яма", "темно", "bad", "лёд", "пыль"))]
    found = await one.read_some(asked)
    assert [each.danger_words for each in found if isinstance(each, Reading)] == ["яма", "темно"]
    assert len(found) == 3, "of the last two nothing is known"
    assert isinstance(found[2], ReaderDown)
    rest = await one.read_some(asked[3:])
    assert [each.danger_words for each in rest if isinstance(each, Reading)] == ["лёд", "пыль"]


async def test_long_questions_are_no_more_in_the_pipe_than_it_holds_and_the_right_one_is_blamed(make: Make) -> None:
    one = make(DIES_OVER_THE_THIRD)
    around = "х" * 9000  # six bytes each as they are written
    asked = [
        ToRead(replace(post(text, number=51 + n), parent_text=around)) for n, text in enumerate(("яма", "темно", "bad", "лёд", "пыль"))
    ]
    found = await one.read_some(asked)
    assert [type(each) for each in found] == [Reading, Reading, ReaderDown]


async def test_a_child_that_falls_silent_over_long_questions_is_ended(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "ANSWER", 0.5)
    one = make("say({'ready': True}); time.sleep(60)")
    asked = [ToRead(replace(post("яма", number=51 + n), parent_text="х" * 60_000)) for n in range(8)]
    async with asyncio.timeout(20):
        assert [type(each) for each in await one.read_some(asked)] == [ReaderDown]


async def test_an_answer_that_cannot_be_understood_leaves_no_other_answers_for_the_next_post(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make(ANSWERS)
    asked = [ToRead(post("яма", number=51 + n)) for n in range(3)]

    def fails(_said: object) -> Reading:
        raise IndexError

    with monkeypatch.context() as patch, pytest.raises(IndexError):
        patch.setattr(reader_module, "reading_from_json", fails)
        await one.read_some(asked)
    assert await one.read(post("лёд", number=60)) == reading()


async def test_a_text_among_several_that_cannot_be_read_is_the_error_of_its_own_line(make: Make) -> None:
    one = make(
        """
say({"ready": True})
for line in sys.stdin:
    asked = json.loads(line)
    say({"id": asked["id"], "error": "нет"} if asked["text"] == "bad" else {"id": asked["id"], **READING})
"""
    )
    found = await one.read_some([ToRead(post(text, number=51 + n)) for n, text in enumerate(("яма", "bad", "лёд"))])
    assert [type(each) for each in found] == [Reading, UnreadablePost, Reading]


async def test_a_district_without_places_says_so_of_each_and_leaves_no_answer_for_the_next_post(make: Make) -> None:
    one = make(
        """
say({"ready": True})
for n, line in enumerate(sys.stdin):
    asked = json.loads(line)
    say({"id": asked["id"], "no_district": True, "error": "нет таблицы"} if n < 2 else {"id": asked["id"], **READING})
"""
    )
    found = await one.read_some([ToRead(post("яма", number=51)), ToRead(post("лёд", number=52))])
    assert [type(each) for each in found] == [ReaderNotStarted, ReaderNotStarted]
    one._own.broken_at = -1e9  # the wait is over
    assert [type(each) for each in await one.read_some([ToRead(post("пыль", number=53))])] == [Reading]


async def test_whoever_comes_meanwhile_waits_for_their_turn(make: Make) -> None:
    one = make(ECHO)
    texts = ["яма на дороге", "нет воды", "темно во дворе"]
    await one.warm()
    found = await asyncio.gather(*(one.read(post(text, number=51 + n)) for n, text in enumerate(texts)))
    assert [each.danger_words for each in found] == texts


async def test_a_question_tells_all_that_is_known_of_the_post(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    one = make(f"say({{'ready': True}})\nline = sys.stdin.readline()\nopen({str(file)!r}, 'w').write(line)\nsay({{'id': 50, **READING}})\n")
    await one.read(replace(POST, parent_text="Про воду"))
    asked = json.loads(file.read_text(encoding="utf-8"))
    assert asked["text"] == "На Белавинской вода на дороге"
    assert (asked["community"], asked["settlement_id"], asked["parent_text"]) == ("Наше Конаково", "s-konakovo", "Про воду")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("say({'ready': True}); sys.stdin.readline()", "EOFError"),
        ("say({'ready': True}); sys.stdin.readline(); os._exit(9)", "EOFError"),
        ("say({'ready': True}); sys.stdin.readline(); say('garbage')", "JSONDecodeError"),
        ("say({'ready': True}); sys.stdin.readline(); say('[1]')", "ValueError"),
        ("say({'ready': True}); sys.stdin.readline(); say({'id': 7, **READING}); time.sleep(60)", "answered another post"),
        ("say({'ready': True}); sys.stdin.readline(); say({'error': 'no id'}); time.sleep(60)", "answered another post"),
    ],
)
async def test_a_child_that_fails_over_a_post_is_ended_and_a_new_one_is_asked_next_time(make: Make, body: str, error: str) -> None:
    one = make(body)
    with pytest.raises(ReaderDown, match=error) as caught:
        await one.read(POST)
    assert not isinstance(caught.value, ReaderNotStarted)
    assert one._child is None
    one._command = make(ANSWERS)._command
    assert await one.read(POST) == reading()


async def test_a_child_that_falls_silent_is_ended(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "ANSWER", 0.05)
    with pytest.raises(ReaderDown, match="TimeoutError"):
        await make("say({'ready': True}); time.sleep(60)").read(POST)


@pytest.mark.parametrize(
    ("body", "error"),
    [("sys.exit(2)", "EOFError"), ("say('hello'); time.sleep(60)", "JSONDecodeError"), ("say({}); time.sleep(60)", "did not start")],
)
async def test_a_child_that_does_not_start_is_no_posts_fault(make: Make, body: str, error: str) -> None:
    one = make(body)
    for _ in range(2):
        with pytest.raises(ReaderNotStarted, match=error):
            await one.read(POST)


async def test_a_child_that_loads_for_ever_is_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "START", 0.05)
    with pytest.raises(ReaderNotStarted, match="TimeoutError"):
        await make("time.sleep(60)").read(POST)


async def test_a_program_that_is_not_there_is_no_posts_fault(tmp_path: Path) -> None:
    with pytest.raises(ReaderNotStarted):
        await ReaderProcess(tmp_path, [str(tmp_path / "nothing")]).read(POST)


@pytest.mark.parametrize(
    "answer", ["{'id': 50, 'error': 'too odd'}", "{'id': 50}", "{**READING, 'id': 50, 'kind': 'song'}", "{**READING, 'id': 50, 'main': 7}"]
)
async def test_a_text_that_cannot_be_read_leaves_the_child_alive(make: Make, answer: str) -> None:
    one = make(f"say({{'ready': True}})\nsys.stdin.readline()\nsay({answer})\nfor line in sys.stdin:\n    say({{'id': 50, **READING}})\n")
    with pytest.raises(UnreadablePost):
        await one.read(POST)
    assert await one.read(POST) == reading()


async def test_a_cancelled_question_leaves_no_answer_for_the_next_post(make: Make) -> None:
    one = make("say({'ready': True})\nfor line in sys.stdin:\n    time.sleep(0.2); say({'id': json.loads(line)['id'], **READING})\n")
    await one._start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await one.read(POST)
    assert one._child is None
    assert await one.read(POST) == reading()


async def test_closing_twice_and_closing_the_dead_is_harmless(make: Make) -> None:
    one: Any = make(ANSWERS)
    await one.close()
    await one.read(POST)
    one._child.kill()
    await one._child.wait()
    await one.close()
    await one.close()
