"""The reader's process: JSON lines in and out, ends with its input, survives whatever is sent."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.kit.reader_process import talk

HOSTILE = {
    "empty": "",
    "spaces": " \n\t ",
    "long": "Яма на дороге, ул. Ленина 5. " * 3500,
    "emoji": "😀🔥🚑" * 50,
    "nul": "нет\x00воды\x01на\x1bЛесной\u2028 5",
    "mixed": "Нет cвeтa нa yлицe Caдoвoй, пoмoгитe",
    "stretched": "а" * 10_000,
    "digits": "1" * 5_000,
    "brackets": "((([[[«««" * 500,
    "tags": "<b>Лесная</b> <script>1</script> &amp; 5",
    "commas": "ул. Лесная 1" + ", 2" * 2_000,
    "hyphens": "-" * 4_000 + "Ленина-" * 500,
    "surrogate": "яма \ud800 на Лесной",
    "combining": "а" + "\u0306" * 3_000,
    "digits of others": "Лесная ²³ ٣٤ 5",
}


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    lines = [json.dumps({"id": name, "text": text}) for name, text in HOSTILE.items()]
    lines += ["", "не json", "[1]", '{"id": 7}', '{"id": 8, "text": 5}', '{"id": 9, "text": "вода", "community": 1}', "[" * 100_000]
    lines.append(json.dumps({"id": "last", "text": "на Баскакова 5 нет света", "community": "Конаково чат"}))
    found, process = talk(lines=lines)
    assert process.returncode == 0
    return found


def test_it_says_when_it_is_ready_and_answers_every_line_in_order(answers: list[dict[str, Any]]) -> None:
    assert answers[0] == {"ready": True}
    assert [a["id"] for a in answers[1 : len(HOSTILE) + 1]] == list(HOSTILE)
    assert answers[-1]["main"]["street_id"] == "st-konakovo-baskakova"


def test_no_text_breaks_it(answers: list[dict[str, Any]]) -> None:
    for answer in answers[1 : len(HOSTILE) + 1]:
        assert "error" not in answer, answer
        text = HOSTILE[answer["id"]]
        for place in answer["places"]:
            assert text[place["span"][0] : place["span"][1]] == place["text"]


def test_a_bad_line_is_answered_by_an_error_in_russian(answers: list[dict[str, Any]]) -> None:
    errors = answers[len(HOSTILE) + 1 : -1]
    assert [a["id"] for a in errors] == [None, None, 7, 8, 9, None]
    assert all(a.keys() == {"id", "error"} for a in errors)
    assert errors[0]["error"] == "строка не разбирается как JSON"


def test_bytes_that_are_no_utf8_do_not_stop_it() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "nlp", "--district", "none"],
        input=b'\xff\xfe\n{"id": 1, "text": "\xff"}\n',
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == 0
    assert [json.loads(line).get("id") for line in process.stdout.splitlines()] == [None, None, 1]


def test_a_table_that_cannot_be_used_is_one_line_and_code_2(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("id,kind\n", encoding="utf-8")
    found, process = talk("--district", str(tmp_path), lines=[])
    assert process.returncode == 2
    assert found == []
    assert process.stderr.decode().count("\n") == 1
    assert "places.csv, строка 1: нет столбца «name»" in process.stderr.decode()
