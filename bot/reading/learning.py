"""The district learns: lessons to a child process, a layer back.

Nothing is learned on the event loop.
"""

import asyncio
import base64
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.reading.base_weights import hash_of_base
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.ids import PostId
from incidents.routing.department_scores import ruled_departments
from incidents.routing.lessons import Lesson
from incidents.sameness.text_likeness import is_agreement

ENOUGH = 20  # lessons without which the night is not worth a process
PATIENCE = 900.0  # real seconds
LINE = 64 * 1024 * 1024


class NotLearned(Exception):
    """The learner failed; the reader goes on as it was. `user_text` is one Russian line."""

    def __init__(self, why: str) -> None:
        self.user_text = f"Обучение не удалось: {why}. Читатель работает как прежде"
        super().__init__(self.user_text)


async def learn(storage: Storage, profile: Path, *, now: datetime, command: Sequence[str] | None = None) -> int | None:
    """Learn from all lessons and keep the layer; gives back how many there were (None: too few). Raises NotLearned."""
    async with storage.transaction() as tx:
        rows = await _rows(tx)
    if len(rows) < ENOUGH:
        return None
    answer = await _child(command or (sys.executable, "-m", "nlp.learning.learn", "--district", str(profile)), rows)
    try:
        body = None if answer["layer"] is None else base64.b64decode(answer["layer"], validate=True)
        count, report = int(answer["lessons"]), dict(answer["report"])
        features = {PostId(int(id)): dict(made) for id, made in answer.get("features", {}).items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotLearned(type(error).__name__) from None
    async with storage.transaction() as tx:
        await tx.layers.add(lessons=count, report=report, body=body, base=hash_of_base(), at=now)
        await tx.dropped_posts.keep_features(features)
    return count


async def _rows(tx: Tx) -> list[dict[str, Any]]:  # Any: JSON
    since = await tx.layers.learned_from()
    lessons = await tx.lessons.all(since)
    rules, staffed = await tx.rules.all(), {o.department_id for o in await tx.officials.all() if o.department_id is not None}
    out: list[dict[str, Any]] = [  # Any: JSON
        {"id": each.post_id, "is_appeal": each.is_appeal, "features": each.features} for each in await tx.lessons.kept(since)
    ]
    for each in lessons:
        if is_agreement(each.post.post.words):
            continue  # «+1» is read by what it stands under
        reading = await tx.readings.of(each.post.id)
        ruled = ruled_departments(reading, rules=rules, staffed=staffed) if reading else {}
        out.append(_row(each, ruled))
    return out


def _row(each: Lesson, ruled: dict[Any, float]) -> dict[str, Any]:  # Any: JSON
    return {
        "id": each.post.id,
        "text": each.post.post.words,
        "community": each.post.source_title,
        "settlement_id": each.post.settlement_id,
        "topic": each.topic,
        "is_appeal": each.is_appeal,
        "department": each.department,
        "place": each.place,
        "ruled": list(map(list, ruled.items())),
        "corrected": sorted(each.corrected),
        "keep": each.keeps_features,
    }


async def _child(command: Sequence[str], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:  # Any: JSON
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    env = {**os.environ, **threads, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    said = "".join(json.dumps(row) + "\n" for row in rows).encode()
    pipe = asyncio.subprocess.PIPE
    try:
        child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, env=env, limit=LINE)
    except OSError as error:
        raise NotLearned(type(error).__name__) from None
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await child.communicate(said)
        answer = json.loads(out)
    except (TimeoutError, OSError, ValueError) as error:
        raise NotLearned(type(error).__name__) from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if not isinstance(answer, dict):
        raise NotLearned("ответ не объект")
    return answer
