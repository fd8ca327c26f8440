"""The page of the voice keeps its own rules: its samples parse, fit, and show the buttons that are really there."""

import re
from pathlib import Path

import pytest

from handlers.card.layouts_words import COORDINATOR, EXECUTOR, LABELS, LIKELY, OPEN, Case
from handlers.kit.buttons import Press
from tests.kit.tdlib import parse

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/voice.md").read_text(encoding="utf-8")
CARD, MESSAGE = 1024, 4096
NOTIFICATION = 64

HTML = re.findall(r"```html\n(.*?)```", PAGE, re.DOTALL)
RESIDENTS = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
FIRST = re.findall(r"^### [CRAH]\d+[^\n]*\n```html\n([^\n]+)", PAGE, re.MULTILINE)


@pytest.mark.parametrize("html", HTML)
def test_a_sample_for_officials_is_html_that_telegram_takes(html: str) -> None:
    assert 0 < len(parse(html.strip())) <= MESSAGE


@pytest.mark.parametrize("html", re.findall(r"^### C\d+[^\n]*\n```html\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))
def test_a_card_fits_the_caption_of_a_photo(html: str) -> None:
    assert len(parse(html.strip())) <= CARD


@pytest.mark.parametrize("line", FIRST)
def test_the_first_line_of_a_sample_fits_a_notification(line: str) -> None:
    assert len(parse(line)) <= NOTIFICATION


@pytest.mark.parametrize("text", RESIDENTS)
def test_a_sample_for_residents_is_plain_text(text: str) -> None:
    assert not re.search(r"<[a-z/]|https?://|инцидент|!(?!\s*$)", re.sub(r"Здравствуйте!|Дежурный", "", text))


def label(code: str, *, is_answered: bool) -> str:
    if code == OPEN:
        return "Открыть ответ" if is_answered else "Открыть пост"
    if code == LIKELY:
        return "(две вероятные темы)"
    in_full = {Press.PROPOSED: "В отдел ЖКХ", Press.CONFIRM_DONE: "Подтвердить: сделано"}
    return in_full.get(Press(code), LABELS[Press(code)][0])


def rows(layout: dict[Case, str]) -> list[str]:
    ended = {Case.PROMISED, Case.ANSWERED, Case.CLOSED, Case.CLOSED_DISPUTED, Case.CLOSED_PROMISED}
    return [
        " \\| ".join(" ".join(f"`{label(code, is_answered=case in ended)}`" for code in part.split()) for part in row.split("|"))
        for case, row in layout.items()
    ]


@pytest.mark.parametrize(("who", "layout"), [("executor", EXECUTOR), ("coordinator", COORDINATOR)])
def test_the_tables_of_buttons_are_the_cards_own(who: str, layout: dict[Case, str]) -> None:
    section = PAGE.partition(f"### Buttons of the {who}\n")[2].partition("\n### ")[0]
    assert re.findall(r"^\| (?!Case)[^|`]+ \| (`.+) \|$", section, re.MULTILINE) == rows(layout)


ROOMS = ("handlers/approval", "incidents/answers", "incidents/desk/approval")
APPROVAL = PAGE.partition("### A7 ")[2].partition("\n## ")[0]


@pytest.mark.parametrize("told", re.findall(r"^\| (?!When|---)[^|]+ \| (.+) \|$", APPROVAL, re.MULTILINE))
def test_what_an_approver_reads_is_what_the_program_says(told: str) -> None:
    program = "\n".join(file.read_text(encoding="utf-8") for room in ROOMS for file in (ROOT / room).glob("*.py"))
    assert told.removesuffix(": пресс-служба") in program
