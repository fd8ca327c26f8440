"""`otklik suggest`: posts in, the three likeliest executors of each out, a JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from nlp.blas import one_blas_thread
from nlp.errors import BadRequest, BadTable

BATCH = 64
COUNT = 3


def read_history(file: Path) -> Iterator[tuple[str, str]]:
    """Texts and executors of a JSONL file; rows without an executor teach nothing. Raises BadTable with the first broken row."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise BadTable(file, number, "строка не разбирается как JSON") from error
                text, executor = (row.get("text"), row.get("executor")) if isinstance(row, dict) else (None, None)
                if not isinstance(text, str) or not isinstance(executor, str | None):
                    raise BadTable(file, number, 'нужен объект {"text": "…", "executor": "…"}')
                if executor and executor.strip():
                    yield text, executor.strip()
    except OSError as error:
        raise BadTable(file, None, f"файл не читается: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadTable(file, None, "файл не в кодировке UTF-8") from error


def suggest_stream(lines: Iterable[str], out: TextIO, *, history: Path, total: int | None = None) -> int:
    """Write an answer to each line, in the same order; returns how many could not be read. Raises BadTable for the history."""
    one_blas_thread()
    from tqdm import tqdm

    from nlp.learning.suggest import Case, Suggester
    from nlp.requests import dump, parse

    cases = [Case(text=text, executor=executor) for text, executor in read_history(history)]
    if not cases:
        raise BadTable(history, None, "нет ни одной строки с исполнителем")
    suggester = Suggester(cases)
    failed = 0
    stream = (line for line in lines if line.strip())
    with tqdm(total=total, unit=" текстов", desc="Подбираю", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        while batch := list(islice(stream, BATCH)):
            answers: list[dict[str, Any]] = []  # Any: JSON objects
            texts: list[str] = []
            for line in batch:
                try:
                    id_, text, _ = parse(line)
                except BadRequest as error:
                    answers.append({"id": error.id, "error": error.user_text})
                else:
                    answers.append({"id": id_, "executors": []})
                    texts.append(text.text)
            told = iter(suggester.suggest(texts, COUNT) if texts else ())
            for answer in answers:
                if "error" not in answer:
                    answer["executors"] = [list(pair) for pair in next(told)]
            failed += len(answers) - len(texts)
            out.writelines(dump(answer) + "\n" for answer in answers)
            bar.update(len(batch))
    out.flush()
    return failed
