"""Executors suggested from history: what is learned, and what happens to lines and files that cannot be read."""

import io
import json
from pathlib import Path

import pytest

from nlp.errors import BadTable
from nlp.learning.suggest import NEWEST, Case, Suggester
from nlp.learning.suggest_stream import suggest_stream

ROADS, LIGHT, VILLAGE = "Отдел дорог", "Отдел освещения", "Администрация посёлка Кедрово"
PAST = [
    *[Case(text=f"На {street} яма на дороге, асфальт разбит", executor=ROADS) for street in ("Лесной", "Садовой", "Новой", "Речной")],
    *[Case(text=f"Не горит фонарь на {street}, темно", executor=LIGHT) for street in ("Лесной", "Садовой", "Новой")],
    Case(text="Когда приедет автолавка?", executor=VILLAGE),
]


def test_who_took_such_posts_before_comes_first() -> None:
    pit, lamp = Suggester(PAST).suggest(["Яма у школы, разбит асфальт", "Второй день темно, фонарь не горит"])
    assert pit[0][0] == ROADS
    assert lamp[0][0] == LIGHT


def test_three_are_told_best_first_and_their_shares_are_probabilities() -> None:
    (told,) = Suggester(PAST).suggest(["Яма на дороге"])
    shares = [share for _, share in told]
    assert [len(told), shares] == [3, sorted(shares, reverse=True)]
    assert sum(shares) == pytest.approx(1, abs=0.001)


def test_an_executor_named_in_the_text_is_lifted_even_with_one_row_of_history() -> None:
    there, elsewhere = Suggester(PAST).suggest(["В Кедрово что-то сломалось", "В городе что-то сломалось"])
    assert dict(there)[VILLAGE] > dict(elsewhere)[VILLAGE]


@pytest.mark.parametrize("text", ["", "🙂🙂🙂", "\ud800", "а" * 100_000, "\x00\x01"])
def test_a_strange_text_gets_an_answer(text: str) -> None:
    (told,) = Suggester(PAST).suggest([text])
    assert all(0 <= share <= 1 for _, share in told)


def test_one_row_of_history_is_enough_and_none_is_refused() -> None:
    assert list(Suggester(PAST[:1]).suggest(["Что угодно"])) == [[(ROADS, 1.0)]]
    with pytest.raises(ValueError, match="no history"):
        Suggester([])


def test_the_newest_rows_count_when_history_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.learning.suggest.NEWEST", 3)
    assert NEWEST > 3
    assert ROADS not in Suggester(PAST).names


def history(folder: Path, *rows: str) -> Path:
    file = folder / "h.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def test_lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest(tmp_path: Path) -> None:
    rows = [json.dumps({"text": case.text, "executor": case.executor}) for case in PAST]
    out = io.StringIO()
    lines = ['{"id": 1, "text": "Яма"}', "не json", "", '{"id": 3}', '{"id": "x", "text": ""}']
    failed = suggest_stream(lines, out, history=history(tmp_path, *rows, "", '{"text": "Без исполнителя", "executor": ""}'))
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert failed == 2
    assert [answer["id"] for answer in answers] == [1, None, 3, "x"]
    assert [len(answers[n]["executors"]) for n in (0, 3)] == [3, 3]
    assert "JSON" in answers[1]["error"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("не json", "строка 1: строка не разбирается как JSON"),
        ('["text"]', 'строка 1: нужен объект {"text": "…", "executor": "…"}'),
        ('{"text": 1, "executor": "a"}', 'строка 1: нужен объект {"text": "…", "executor": "…"}'),
        ('{"text": "a"}', "нет ни одной строки с исполнителем"),
    ],
)
def test_a_broken_history_is_one_line_with_the_row(row: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(BadTable) as refused:
        suggest_stream([], io.StringIO(), history=history(tmp_path, row))
    assert refused.value.user_text.endswith(what)


def test_a_history_that_is_not_there_or_not_utf8_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="файл не читается"):
        suggest_stream([], io.StringIO(), history=tmp_path / "no.jsonl")
    file = tmp_path / "cp1251.jsonl"
    file.write_bytes('{"text": "яма"}'.encode("cp1251"))
    with pytest.raises(BadTable, match="UTF-8"):
        suggest_stream([], io.StringIO(), history=file)
