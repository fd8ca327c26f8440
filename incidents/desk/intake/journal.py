"""A list of receptions and calls: a dry run, then «Занести».

Its columns are guessed as `otklik import posts` does. Of a row its words, place and date are kept, never the name of whoever came.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from incidents.errors import DomainError, NotFound, Unchanged
from incidents.intake.by_hand import Origin
from incidents.intake.messages import JournalReport
from incidents.intake.post_rows import ListedPost, ListedPosts, Terms, listed
from incidents.intake.post_table import PostField, guess, table_of
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import LATE, Network, Post
from incidents.region.table import ColumnQuestion
from incidents.role_rights import Right, check_right
from incidents.sources.post_links import find_link
from incidents.tables.incoming_files import JOURNAL, FileJob, FileState
from incidents.transaction import Transaction

MOST_ROWS, NUMBERS = 2_000, 5
SINCE = timedelta(days=30)
Lines = Sequence[tuple[int, Sequence[str]]]


async def look(tx: Transaction, policy: Policy, job: FileJob, lines: Lines, *, now: datetime) -> bool:
    """The dry run. False where it is no such list: it names posts of a network, or has no column of words or of dates."""
    if any(find_link(cell) for _, cells in lines for cell in cells):
        return False
    table, skipped = table_of([cells for _, cells in lines])
    columns = guess(table, {})
    if isinstance(columns, ColumnQuestion):
        if not any(cell for cell in table.header):
            return False
        titles = ", ".join(f"«{table.header[n]}»" for n in columns.columns if n < len(table.header))
        raise DomainError(f"Слова жителя могут стоять в столбцах {titles}. Оставьте один из них и пришлите снова"[:300])
    if PostField.TEXT not in columns or PostField.DATE not in columns:
        return False
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.BRING_LISTS)
    if len(table.rows) > MOST_ROWS:
        raise DomainError(f"В таблице больше {MOST_ROWS} строк. Оставьте нужные дни и пришлите снова, сейчас ничего не взяли")
    terms = Terms(now=now, timezone=policy.calendar.timezone, since=now - SINCE, source="")
    found = listed(lines[skipped:], columns, terms)
    fresh = await _unknown(tx, found.posts)
    body = _body(table.header, columns, found, fresh, now=now)
    await tx.files.save(job, FileState.ASKED if fresh else FileState.FAILED, purpose=JOURNAL, body=body)
    data: dict[str, int | str | None] = {"sheet": JOURNAL, "rows": len(table.rows), "bad": len(table.rows) - len(found.posts)}
    await tx.audit.add("table_read", user_id=by.user_id, at=now, data=data)
    await tx.outbox.say(by.user_id, JournalReport(file=job.id))
    return True


async def apply(tx: Transaction, job: FileJob, *, by: Official, now: datetime) -> int:
    """«Занести»: what is not known by now; the reader sees each of them as any post. Gives back how many."""
    check_right(by, Right.BRING_LISTS)
    if job.state is not FileState.ASKED or job.purpose != JOURNAL or job.body is None:
        raise Unchanged
    fresh = [row for row in job.body["posts"] if not await tx.posts.known(Network.HAND, {row["id"], row["plain"]})]
    if not fresh:
        raise NotFound("Заносить уже нечего: все эти обращения у нас")
    for row in fresh:
        await tx.posts_by_hand.bring(_post(row), Origin.JOURNAL, at=now)
    await tx.files.save(job, FileState.DONE)
    await tx.audit.add("table_applied", user_id=by.user_id, at=now, data={"sheet": JOURNAL, "rows": len(fresh)})
    return len(fresh)


async def drop(tx: Transaction, job: FileJob, *, by: Official) -> None:
    """«Отменить»: the rows are forgotten."""
    check_right(by, Right.BRING_LISTS)
    if job.state is not FileState.ASKED or job.purpose != JOURNAL:
        raise Unchanged
    await tx.files.save(job, FileState.FAILED)


async def _unknown(tx: Transaction, posts: Sequence[ListedPost]) -> list[ListedPost]:
    ids = {id for each in posts for id in (each.post.external_id, each.plain_id)}
    known = await tx.posts.known(Network.HAND, ids)
    return [each for each in posts if not {each.post.external_id, each.plain_id} & known]


def _body(
    header: Sequence[str], columns: Mapping[str, int], found: ListedPosts, fresh: Sequence[ListedPost], *, now: datetime
) -> dict[str, Any]:  # Any: JSON
    flaws = {flaw: [row for row, _ in rows][:NUMBERS] for flaw, rows in found.flaws.items()}
    return {
        "columns": {field: header[at] if at < len(header) else "" for field, at in columns.items()},
        "posts": [_row(each) for each in fresh],
        "known": len(found.posts) - len(fresh),
        "flaws": flaws,
        "flawed": {flaw: len(rows) for flaw, rows in found.flaws.items()},
        "late": sum(now - each.post.published_at > LATE for each in fresh),
    }


def _row(one: ListedPost) -> dict[str, str]:
    text, town = one.post.text, one.settlement
    words = f"{text}\n{town}" if town and town.lower() not in text.lower() else text
    return {"id": one.post.external_id, "plain": one.plain_id, "text": words, "at": one.post.published_at.isoformat()}


def _post(row: Mapping[str, str]) -> Post:
    at = datetime.fromisoformat(row["at"])
    return Post(network=Network.HAND, external_id=row["id"], url="", text=row["text"], author_id="", published_at=at)
