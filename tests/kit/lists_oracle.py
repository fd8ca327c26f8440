"""The lists under the head's summary against rows of the base: plain SQL that imports nothing of how the program counts."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.kit.raw_tables import LATE, Tables, day_words
from tests.kit.summary_oracle import OPENED, REPLIED, TOLD
from tests.kit.written_oracle import shorts

NUMBERS = {
    "head_late": LATE,
    "head_disputes": "SELECT number FROM q WHERE outcome = 'done' AND disputed",
    "head_suggestions": """
        SELECT number FROM q WHERE suggestion AND danger_grade IS NULL AND danger_asked_at IS NULL
            AND opened_at >= '2026-10-31 21:00' AND opened_at < '2026-11-30 21:00'
    """,
}
"""Whose numbers stand in them; suggestions are those of November."""

PROMISES = """
SELECT number, due, promise.state = 'broken' OR due < :day FROM promise JOIN q ON q.id = promise.incident_id
    WHERE state IN ('open', 'broken') AND (status <> 'closed' OR outcome IN ('planned', 'done'))
"""

DEPARTMENTS = f"""
SELECT coalesce(department.title, 'без отдела'), count(*), sum({REPLIED}),
    sum(NOT {REPLIED} AND (closed_at IS NULL OR closed_at >= :until)), sum(NOT {REPLIED} AND coalesce(closed_at < :until, 0))
    FROM q LEFT JOIN department ON department.id = q.department_id WHERE {OPENED} GROUP BY 1
"""

ASKED = """
SELECT (SELECT tone FROM reaction WHERE reaction.incident_id = answer.incident_id AND by_author AND at >= answer.published_at
    AND tone IN ('thanks', 'solved', 'denies') ORDER BY at DESC, reaction.id DESC LIMIT 1)
    FROM answer JOIN q ON q.id = answer.incident_id WHERE kind = 'done_check'
    AND answer.published_at >= :since AND answer.published_at < :until
"""
"""What each author who was asked «Решено?» said last; nothing: nothing."""

WORDS = {"thanks": "да", "solved": "да", "denies": "нет", None: "молчат"}


def differences_of_lists(base: Tables, texts: Mapping[str, str]) -> list[str]:
    """Where these lists, each with all its pages in one text, and the tables disagree."""
    found = []
    for code, text in texts.items():
        told, expected = CHECKS[code](text, base)
        if told != expected:
            found.append(f"{code}: {told}, {expected}")
        if code in (*NUMBERS, "head_promises") and heading(text) != (lines := len(re.findall(r"№ \d+", text))):
            found.append(f"{code}: {heading(text)}, строк {lines}")
    return found


def heading(text: str) -> int:
    """The number in a list's first line; 0 where it says that there is nothing."""
    number = re.match(r"[^\d\n]*: (\d+)", text)
    return int(number[1]) if number and "не было" not in text.split("\n", maxsplit=1)[0] else 0


Check = Callable[[str, Tables], tuple[Any, Any]]  # Any: what the list says, and what the tables say


def _numbers(code: str) -> Check:
    return lambda text, base: (
        sorted(map(int, re.findall(r"(?m)^№ (\d+)", text))),
        sorted(row[0] for row in base.rows(NUMBERS[code])),
    )


def _promises(text: str, base: Tables) -> tuple[Any, Any]:
    lines = re.findall(r"(?m)^(?:До )?(\d+ [а-я]+)(, срок прошёл)?: .*№ (\d+)", text)
    passed = re.search(r"срок прошёл у (\d+)", text.split("\n", maxsplit=1)[0])
    rows = base.rows(PROMISES)
    told = sorted((int(number), due, bool(over)) for due, over, number in lines), int(passed[1]) if passed else 0
    return told, (sorted((number, day_words(due), bool(over)) for number, due, over in rows), sum(row[2] for row in rows))


def _cut(column: str, names: Mapping[str | None, str], nothing: str) -> Check:
    def check(text: str, base: Tables) -> tuple[Any, Any]:
        rows = base.rows(f"SELECT {column}, count(DISTINCT post_id) {TOLD} GROUP BY 1")
        told = Counter(
            {name: int(n) for name, n in re.findall(r"(?m)^(.+) (\d+)$", text.split("\n", maxsplit=1)[1] if "\n" in text else "")}
        )
        expected = Counter({names.get(name) or name or nothing: n for name, n in rows})
        return (heading(text), told), (base.number(f"SELECT count(DISTINCT post_id) {TOLD}"), expected)

    return check


def _departments(text: str, base: Tables) -> tuple[Any, Any]:
    """Whoever was late is named by how long they had it, which no SQL says: the sum is compared."""
    told, late = {}, 0
    asked: Counter[str] = Counter()
    for line in text.split("\n")[1:]:
        new = re.match(r"(.+?): (\d+), ответили на (\d+)(?:, ждут (\d+))?(?:, закрыли без ответа (\d+))?", line)
        if new:
            told[new[1].lower()] = tuple(int(each or 0) for each in new.groups()[1:])
        late += sum(map(int, re.findall(r"Не успели (\d+)", line)))
        asked.update({word: int(n) for word, n in re.findall(r"(да|нет|молчат) (\d+)", line.partition("«Решено?»")[2])})
    rows = base.rows(DEPARTMENTS)
    expected = {title.lower(): tuple(figures) for title, *figures in rows}
    said = Counter(WORDS[row[0]] for row in base.rows(ASKED))
    return (heading(text), told, late, asked), (sum(row[1] for row in rows), expected, len(base.rows(LATE)), said)


def _topics(text: str, base: Tables) -> tuple[Any, Any]:
    names: dict[str | None, str] = {slug: short[:1].upper() + short[1:] for slug, short in shorts().items()}
    return _cut("topic", names, "Сообщение")(text, base)


CHECKS: Mapping[str, Check] = {
    **{code: _numbers(code) for code in NUMBERS},
    "head_promises": _promises,
    "head_topics": _topics,
    "head_places": _cut("json_extract(place, '$.settlement')", {}, "Место не названо"),
    "head_departments": _departments,
}
