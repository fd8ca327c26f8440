"""Erase again what was erased after the copy was taken.

Seals of erased posts and keys of erased officials lie in the former base; those who have them came back with the copy.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select, update

from bot.storage.answers.answers import answer
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from bot.storage.privacy.erasing import of_these
from bot.storage.privacy.official_erased import NOBODYS
from incidents.answers.lifecycle import Happening, transition
from incidents.desk.privacy.erase import erase, erase_posts
from incidents.desk.privacy.find_target import Target
from incidents.posts import ERASED, sealed
from incidents.privacy.values import DataOf, Ground, Keep

_POSTS = "SELECT external_id FROM post WHERE external_id LIKE ? || '%'"
_OFFICIALS = "SELECT district_id, id, enrolled_at FROM official WHERE user_id < ? AND enrolled_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased in a base: seals of posts; districts, keys and first days of officials."""

    posts: frozenset[str] = frozenset()
    officials: frozenset[tuple[str, int, datetime]] = frozenset()


def erased_in(base: Path) -> Erased | None:
    """What was erased in this base; None: there is none, or it cannot be read. The base is not touched."""
    if not base.exists():
        return None
    try:
        connection = sqlite3.connect(f"file:{quote(str(base))}?mode=ro", uri=True)
        try:
            posts = frozenset(seal for (seal,) in connection.execute(_POSTS, (ERASED,)))
            officials = connection.execute(_OFFICIALS, (NOBODYS,)).fetchall()
            return Erased(posts, frozenset((of, id, datetime.fromisoformat(at).replace(tzinfo=UTC)) for of, id, at in officials))
        finally:
            connection.close()
    except sqlite3.Error:
        return None


async def erase_again(tx: Tx, erased: Erased, *, now: datetime) -> int:
    """Erase them; gives back how many posts came back with the copy."""
    await _erase_officials(tx, erased, now)
    return await _erase_posts(tx, erased.posts, now)


async def _erase_officials(tx: Tx, erased: Erased, now: datetime) -> None:
    """Who works here by the copy must be dismissed first: the coordinators read that the people are to be looked through.

    The first day is compared too: a base that was begun anew counts its people from one again.
    """
    for each in await tx.personal_data.officials_who_left():
        if each.enrolled_at is not None and (tx.district_id, each.id, each.enrolled_at) in erased.officials:
            target = Target(whose=DataOf.OFFICIAL, official=each.id)
            await erase(tx, target, ground=Ground.AGAIN, by=None, keep=Keep(), now=now)


async def _erase_posts(tx: Tx, seals: Collection[str], now: datetime) -> int:
    known = select(post.c.id, post.c.network, post.c.external_id).where(post.c.district_id == tx.district_id)
    rows = await tx._all(known.where(~post.c.external_id.startswith(ERASED)))
    back = [row.id for row in rows if sealed(row.network, row.external_id) in seals] if seals else []
    if not back:
        return 0
    reach = await tx.personal_data.reach(back)
    leaves, after = transition(Happening.RESTORED)
    leaving = (answer.c.district_id == tx.district_id, of_these(reach.posts, reach.alone), answer.c.state.in_(leaves))
    await tx._run(update(answer).where(*leaving).values(state=after))  # nobody is sending them: the bot stands still
    reach = await tx.personal_data.reach(back)
    await erase_posts(tx, reach, DataOf.POST, ground=Ground.AGAIN, by=None, keep=Keep(), now=now)
    return len(reach.posts)
