"""Keep talk of chats and contacts of callers out of copies."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine.batches import batches
from bot.storage.engine.engine import make_engine
from bot.storage.engine.errors import StorageError
from bot.storage.engine.migrate import check_head
from bot.storage.engine.schema import metadata
from bot.storage.engine.transaction import Tx
from bot.storage.intake.contacts import contact
from bot.storage.intake.posts import post
from bot.storage.sources.chats import source_chat
from bot.storage.sources.pushed import pushed
from bot.storage.tables.incoming_files import file_job
from incidents.ids import DistrictId, PostId
from incidents.posts import Network

LOT = 5_000

OF_POSTS: Mapping[str, tuple[str, ...]] = {
    table.name: tuple(each.name for each in table.columns if each is post.c.id or each.references(post.c.id))
    for table in reversed(metadata.sorted_tables)
}
"""Table, those that refer to others first -> columns that name a post."""


async def talk_ids(connection: AsyncConnection) -> Collection[int]:
    """Posts of chats that are talk, or that nobody has read yet, of all districts.

    Raises StorageError for a base of another version.
    """
    await connection.run_sync(check_head)
    talk: set[int] = set()
    for district in (await connection.execute(select(source_chat.c.district_id).distinct())).scalars().all():
        rows, last = Tx(connection, DistrictId(district)), PostId(0)
        while lot := await rows.personal_data.chat_posts(before=None, after=last, limit=LOT):
            talk |= {id for id, is_talk in lot if is_talk}
            last = lot[-1][0]
    return talk


async def drop_talk(url: URL) -> None:
    """Delete talk, what came from chats unread, and contacts from an idle SQLite copy."""
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            talk = await talk_ids(connection)
            for name, columns in OF_POSTS.items():
                for column in columns:
                    for some in batches(talk):
                        await connection.execute(delete(metadata.tables[name]).where(metadata.tables[name].c[column].in_(some)))
            await connection.execute(delete(pushed).where(pushed.c.network == Network.TELEGRAM, pushed.c.done_at.is_(None)))
            await connection.execute(delete(contact))
            await connection.execute(update(file_job).values(contacts={}))
    except StorageError:
        return  # a copy before an upgrade: what an older version keeps, only its own statements know
    finally:
        await engine.dispose()


def lines_without(lines: Iterable[bytes], talk: Collection[int]) -> Iterator[bytes]:
    """Lines of a plain dump without the same rows."""
    gone = {str(id).encode() for id in talk}
    posts, unread = list[int](), list[int]()
    called, is_contact = list[int](), False
    for line in lines:
        cells = line.rstrip(b"\n").split(b"\t")
        if line.startswith(b"COPY "):
            whole, _, named = line.decode().partition(" (")
            name, columns = whole.rpartition(".")[2].strip('"'), [each.strip('"') for each in named.partition(")")[0].split(", ")]
            posts = [columns.index(each) for each in OF_POSTS.get(name, ())]
            unread = [columns.index(each) for each in ("network", "done_at")] if name == pushed.name else []
            called = [n for n, each in enumerate(columns) if (name, each) == (file_job.name, file_job.c.contacts.name)]
            is_contact = name == contact.name
        elif cells == [b"\\."]:
            posts, unread = [], []
            called, is_contact = [], False
        elif is_contact or any(cells[n] in gone for n in posts) or [cells[n] for n in unread] == [b"telegram", b"\\N"]:
            continue
        elif called:
            yield b"\t".join(b"{}" if n in called else cell for n, cell in enumerate(cells)) + b"\n"
            continue
        yield line
