"""Erase again what was erased after the copy was taken.

Seals of erased posts lie in the former base; the posts that have them came back with the copy.
"""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select, update

from bot.storage.answers.answers import answer
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from bot.storage.privacy.erasing import of_these
from incidents.answers.values import AnswerState
from incidents.desk.privacy.erase import erase_posts
from incidents.posts import ERASED, sealed
from incidents.privacy.values import DataOf, Ground, Keep

Seals = frozenset[str]

_ERASED = "SELECT external_id FROM post WHERE external_id LIKE ? || '%'"


def seals_of(base: Path) -> Seals | None:
    """Of posts that were erased in this base; None: there is none, or it cannot be read. The base is not touched."""
    if not base.exists():
        return None
    try:
        connection = sqlite3.connect(f"file:{quote(str(base))}?mode=ro", uri=True)
        try:
            return frozenset(seal for (seal,) in connection.execute(_ERASED, (ERASED,)))
        finally:
            connection.close()
    except sqlite3.Error:
        return None


async def erase_again(tx: Tx, seals: Collection[str], *, now: datetime) -> int:
    """Erase the posts with these seals; gives back how many came back with the copy."""
    known = select(post.c.id, post.c.network, post.c.external_id).where(post.c.district_id == tx.district_id)
    rows = await tx._all(known.where(~post.c.external_id.startswith(ERASED)))
    back = [row.id for row in rows if sealed(row.network, row.external_id) in seals] if seals else []
    if not back:
        return 0
    reach = await tx.personal_data.reach(back)
    leaving = (answer.c.district_id == tx.district_id, of_these(reach.posts, reach.alone), answer.c.state == AnswerState.PUBLISHING)
    await tx._run(update(answer).where(*leaving).values(state=AnswerState.UNKNOWN))  # nobody is sending them: the bot stands still
    reach = await tx.personal_data.reach(back)
    await erase_posts(tx, reach, DataOf.POST, ground=Ground.AGAIN, by=None, keep=Keep(), now=now)
    return len(reach.posts)
