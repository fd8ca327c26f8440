"""What a failing database puts into the log: no word of a resident, on either engine."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from bot.config.logs import set_up_logs
from bot.storage.engine.storage import Storage
from bot.storage.intake.posts import post
from tests.kit.values.stored import NOW

WORDS = "Sidorova, Строителей 14, 8 915 123-45-67"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    stream = io.StringIO()
    set_up_logs("DEBUG", stream=stream)
    yield stream
    root.setLevel(level)
    root.handlers[:] = handlers


async def test_a_row_that_the_database_refuses_is_not_in_the_log(storage: Storage, log: io.StringIO) -> None:
    row = {"district_id": "konakovo", "text": WORDS, "url": WORDS, "author_id": None, "published_at": NOW, "network": "vk"}
    with pytest.raises(SQLAlchemyError) as refused:
        async with storage.transaction() as tx:
            await tx._run(insert(post).values(row))
    logging.getLogger("bot.test").error("post 7 was not taken in", exc_info=refused.value)
    said = log.getvalue()
    assert "INSERT INTO post" in said
    for word in ("Sidorova", "Строителей", "915"):
        assert word not in said
