"""A list of receptions and calls: a dry run, then «Занести».

Its columns are guessed as `otklik import posts` does. Of a row its words, place and date are kept,
apart from them whom to call back, never the name of whoever came.
A link in a row is words too: several people may speak of one post, and what was said at a reception is no comment under it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import FileJobId
from incidents.intake.by_hand import Origin
from incidents.intake.contacts import CallerContact
from incidents.intake.messages import AskWhichList, JournalProgress, JournalReport, JournalStopped, JournalTaken
from incidents.intake.post_fields import PostField
from incidents.intake.post_rows import ListedPost, ListedPosts, Terms, listed
from incidents.intake.post_table import authors, contact_column, guess, table_of
from incidents.intake.which_list import ListKind, which_list
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import LATE, Network, Post
from incidents.region.table import ColumnQuestion
from incidents.role_rights import Right, check_right
from incidents.sources.post_links import find_link
from incidents.tables.incoming_files import JOURNAL, UNSURE, FileJob, FileState
from incidents.transaction import Transaction

MOST_ROWS, NUMBERS = 2_000, 5
SINCE = timedelta(days=30)
BATCH = 100
"""Rows of one transaction: nobody else writes while it lasts."""

MAX_TRIES = 3
TRY_AGAIN = timedelta(minutes=1)
Lines = Sequence[tuple[int, Sequence[str]]]


async def look(tx: Transaction, policy: Policy, job: FileJob, lines: Lines, *, now: datetime) -> bool:
    """The dry run, or the question what list it is. False where it is no such list: no column of words or of dates, or the region's."""
    kind = which_list([cells for _, cells in lines])
    if kind is ListKind.UNSURE:
        await _ask(tx, job, lines)
        return True
    return kind is not ListKind.REGION and await show(tx, policy, job, lines, now=now)


async def _ask(tx: Transaction, job: FileJob, lines: Lines) -> None:
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.BRING_LISTS)
    table, _ = table_of([cells for _, cells in lines])
    columns = guess(table, {})
    names = authors(table) if isinstance(columns, ColumnQuestion) else authors(table) | {columns.get(PostField.AUTHOR)}
    called = contact_column(table)
    kept = [[number, ["" if n in names | {called} else cell for n, cell in enumerate(cells)]] for number, cells in lines]
    apart = {} if called is None else {str(number): cells[called] for number, cells in lines if called < len(cells)} | {"column": called}
    await tx.files.save(job, FileState.ASKED, purpose=UNSURE, body={"lines": kept}, contacts=apart)
    await tx.outbox.say(by.user_id, AskWhichList(file=job.id))


async def show(tx: Transaction, policy: Policy, job: FileJob, lines: Lines, *, now: datetime) -> bool:
    """The dry run of what is no list of the region for certain. False where it has no column of words or of dates."""
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
    links = _links(lines, columns.pop(PostField.LINK, None))
    found = listed(lines[skipped:], columns, terms)
    fresh = await _unknown(tx, found.posts)
    body = _body(table.header, columns, found, fresh, now=now) | {"posts": [_row(each, links.get(each.row, "")) for each in fresh]}
    contacts = {each.post.external_id: each.contact for each in fresh if each.contact}
    await tx.files.save(job, FileState.ASKED if fresh else FileState.FAILED, purpose=JOURNAL, body=body, contacts=contacts)
    data: dict[str, int | str | None] = {"sheet": JOURNAL, "rows": len(table.rows), "bad": len(table.rows) - len(found.posts)}
    await tx.audit.add("table_read", user_id=by.user_id, at=now, data=data)
    await tx.outbox.say(by.user_id, JournalReport(file=job.id))
    return True


async def apply(
    tx: Transaction, job: FileJob, *, by: Official, now: datetime, message_id: int | None = None
) -> JournalTaken | JournalProgress:
    """«Занести»: what is not known by now; the reader sees each of them as any post.

    The first part at once, the others by `enter`, which tell in `message_id` how far it is.
    """
    check_right(by, Right.BRING_LISTS)
    if job.state is not FileState.ASKED or job.purpose != JOURNAL or job.body is None:
        raise Unchanged
    rows: Sequence[Mapping[str, str]] = job.body["posts"]
    known = await tx.posts.known(Network.HAND, {id for row in rows for id in (row["id"], row["plain"])})
    fresh = [row for row in rows if not {row["id"], row["plain"]} & known]
    if not fresh:
        raise NotFound("Заносить уже нечего: все эти обращения у нас")
    told = {"to": by.user_id, "message": message_id, "of": len(fresh), "passed": 0, "entered": 0, "erased": job.body.get("erased", 0)}
    return await _part(tx, job, {**told, "posts": fresh}, now=now)


async def enter(tx: Transaction, job: FileJob, *, now: datetime) -> None:
    """The next part of what is on its way. A repeat finds nothing: rows leave the list in the transaction that enters them."""
    if job.state is not FileState.ENTERING or job.body is None:
        return
    told = await _part(tx, job, job.body, now=now)
    if job.body["message"] is not None or isinstance(told, JournalTaken):
        await tx.outbox.say(job.body["to"], told, edit=job.body["message"], sound=False)


async def not_entered(tx: Transaction, id: FileJobId, *, now: datetime) -> None:
    """A part failed as a whole: once more in a while, in the end the rest is given up and told."""
    job = await tx.files.get(id)
    if job.state is not FileState.ENTERING or job.body is None:
        return
    tries = job.tries + 1
    if tries < MAX_TRIES:
        await tx.files.put_off(job, now + TRY_AGAIN * tries, tries=tries)
        return
    await tx.files.save(job, FileState.FAILED)
    await tx.outbox.say(job.body["to"], JournalStopped(done=job.body["passed"], of=job.body["of"]))


async def _part(tx: Transaction, job: FileJob, body: Mapping[str, Any], *, now: datetime) -> JournalTaken | JournalProgress:  # Any: JSON
    """Enter one part. Ends with the list itself when nothing is left."""
    part, rest = body["posts"][:BATCH], body["posts"][BATCH:]
    known = await tx.posts.known(Network.HAND, {id for row in part for id in (row["id"], row["plain"])})
    fresh = [row for row in part if not {row["id"], row["plain"]} & known]
    for row in fresh:
        post_id, contact = await tx.posts_by_hand.bring(_post(row), Origin.JOURNAL, at=now), job.contacts.get(row["id"])
        if contact:
            await tx.drafts.keep_caller(CallerContact(post_id=post_id, words=contact, at=now))
    passed, entered = body["passed"] + len(part), body["entered"] + len(fresh)
    if rest:
        left = {**body, "posts": rest, "passed": passed, "entered": entered}
        await tx.files.save(job, FileState.ENTERING, body=left, contacts=job.contacts)
        await tx.files.put_off(job, now, tries=0)
        return JournalProgress(file=job.id, done=passed)
    await tx.files.save(job, FileState.DONE)
    await tx.audit.add("table_applied", user_id=body["to"], at=now, data={"sheet": JOURNAL, "rows": entered})
    return JournalTaken(count=entered, erased=body.get("erased", 0))


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
        "known": len(found.posts) - len(fresh),
        "flaws": flaws,
        "flawed": {flaw: len(rows) for flaw, rows in found.flaws.items()},
        "late": sum(now - each.post.published_at > LATE for each in fresh),
    }


def _links(lines: Lines, column: int | None) -> dict[int, str]:
    """By the row's number: the link of its own column."""
    found = {number: find_link(cells[column]) for number, cells in lines if column is not None and column < len(cells)}
    return {number: link.url for number, link in found.items() if link is not None}


def _row(one: ListedPost, link: str) -> dict[str, str]:
    words = one.post.text
    for more in (one.settlement, link):
        words = f"{words}\n{more}" if more and more.lower() not in words.lower() else words
    return {"id": one.post.external_id, "plain": one.plain_id, "text": words, "at": one.post.published_at.isoformat()}


def _post(row: Mapping[str, str]) -> Post:
    at = datetime.fromisoformat(row["at"])
    return Post(network=Network.HAND, external_id=row["id"], url="", text=row["text"], author_id="", published_at=at)
