"""`otklik import posts`: rows of a table go through the door.

Says first what it would do. A batch is committed at once and what is known is passed over: it may be stopped and repeated at any moment.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from bot.cli.posts.dry_run import Plan, after_writing, before_writing
from bot.config.district import District
from bot.config.settings import Settings
from bot.importing.posts import Chosen, PostsFile, read_posts, settlement_finder
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from handlers.kit.masking import mask, mask_numbers
from incidents.dates.written import WrongDate, written_moment
from incidents.errors import DomainError
from incidents.intake.contacts import CallerContact
from incidents.intake.post_fields import PostField
from incidents.intake.post_rows import ListedPost, Terms
from incidents.posts import Network, Source
from nlp.district_files import load_district as load_places

BATCH = 100
"""Posts of one transaction: a bot that runs beside us waits for no longer one."""

SOURCE = "Импорт из таблицы"
MOST_SOURCES = 100
LONGEST = 80  # characters of a source's title

SourceKey = tuple[str, str | None]
"""Title and settlement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was typed."""

    file: Path
    columns: Chosen = ()
    source: str = ""
    settlement: str = ""
    date: str = ""
    days: int = 30
    write: bool = False


@dataclass(slots=True)
class _Sources:
    """Sources of rows by title and settlement, made when the first of their posts is kept."""

    made: dict[SourceKey, Source] = field(default_factory=dict)

    async def of(self, tx: Tx, key: SourceKey) -> Source:
        if key not in self.made:
            title, settlement = key
            self.made[key] = await tx.sources.add(Network.HAND, f"import:{title}:{settlement or ''}", title, settlement)
        return self.made[key]


async def import_posts(settings: Settings, district: District, wish: Wish, *, progress: bool) -> list[str]:
    """Tell what would be done, or do it. Raises ImportFailed, DomainError or StorageError: then nothing was kept."""
    clock = settings.demo.make_clock()
    places = settlement_finder(load_places(district.folder))
    settlement = places(wish.settlement)
    if wish.settlement and settlement is None:
        raise DomainError(f"--settlement: «{wish.settlement}» в places.csv не нашли. Напишите название, как в таблице, или его id")
    read = await read_posts(wish.file, wish.columns, terms_of(wish, district, now=clock.now()), hide=mask)
    keys = {each.row: _key(each, wish, settlement or places(each.settlement)) for each in read.listed.posts}
    if len(set(keys.values())) > MOST_SOURCES:
        raise DomainError(
            f"Источников и посёлков вместе больше {MOST_SOURCES}. Назовите один: --source «Название» или --column источник=нет"
        )
    storage = await open_storage(settings.database.url, district.id)
    try:
        await storage.migrated()
        new = await _new(storage, read.listed.posts)
        unknown = {each.settlement for each in read.listed.posts if each.settlement and not settlement and places(each.settlement) is None}
        plan = Plan(file=wish.file, read=read, new=new, unknown=sorted(unknown), now=clock.now(), timezone=district.timezone)
        if not wish.write:
            return before_writing(plan, source=_source_words(wish, read))
        kept = await _keep(storage, new, keys, now=clock.now, progress=progress)
    finally:
        await storage.close()
    return after_writing(plan, kept)


def terms_of(wish: Wish, district: District, *, now: datetime) -> Terms:
    """How rows are understood. Raises DomainError for a date that is none."""
    date = None
    if wish.date:
        today = now.astimezone(district.timezone).date()
        try:
            date = written_moment(wish.date, today=today, timezone=district.timezone)
        except WrongDate:
            date = None
        if date is None or date.astimezone(district.timezone).date() > today:
            raise DomainError(f"--date: «{wish.date}» не подходит. Напишите день, который уже был: --date {today:%d.%m.%Y}")
    since = now - timedelta(days=wish.days)
    return Terms(now=now, timezone=district.timezone, since=since, source=wish.source, date=date)


def _source_words(wish: Wish, read: PostsFile) -> str:
    """Which source cards will name."""
    column = read.columns.get(PostField.SOURCE)
    return wish.source or (SOURCE if column is None else f"из столбца {read.title(column)}")


def _key(one: ListedPost, wish: Wish, settlement: str | None) -> SourceKey:
    title = wish.source or mask_numbers(one.source) or SOURCE
    return " ".join(title.split())[:LONGEST], settlement


def _in_batches(posts: Sequence[ListedPost]) -> Iterator[list[ListedPost]]:
    left = iter(posts)
    while batch := list(islice(left, BATCH)):
        yield batch


async def _new(storage: Storage, posts: Sequence[ListedPost]) -> list[ListedPost]:
    """Those that are not with us yet."""
    new: list[ListedPost] = []
    for batch in _in_batches(posts):
        async with storage.transaction() as tx:
            new += await _as_they_stand(tx, await _unknown(tx, batch))
    return new


async def _as_they_stand(tx: Tx, batch: Sequence[ListedPost]) -> list[ListedPost]:
    """What stood on a wall before it was read has its own date and words: those are read."""
    own = {
        (network, id): post
        for network in {each.post.network for each in batch}
        for id, post in (await tx.posts.history(network, [each.post.external_id for each in batch if each.post.network is network])).items()
    }
    return [replace(each, post=own.get((each.post.network, each.post.external_id), each.post)) for each in batch]


async def _unknown(tx: Tx, batch: Sequence[ListedPost]) -> list[ListedPost]:
    """Also a row that came before its number was written is known."""
    known = {
        (network, id)
        for network in {each.post.network for each in batch}
        for id in await tx.posts.known(network, {id for each in batch if each.post.network is network for id in _ids(each)})
    }
    return [each for each in batch if not any((each.post.network, id) in known for id in _ids(each))]


def _ids(one: ListedPost) -> set[str]:
    return {one.post.external_id, one.plain_id}


async def _keep(
    storage: Storage, posts: Sequence[ListedPost], keys: Mapping[int, SourceKey], *, now: Callable[[], datetime], progress: bool
) -> int:
    """How many were kept. What somebody else brought meanwhile is left as it is: a table's words change no post."""
    sources, kept = _Sources(), 0
    with tqdm(total=len(posts), unit=" строк", desc="Записываем", disable=not progress, file=sys.stderr) as bar:
        for batch in _in_batches(posts):
            async with storage.transaction() as tx:
                fresh = await _unknown(tx, batch)
                for each in fresh:
                    await _bring(tx, await sources.of(tx, keys[each.row]), each, at=now())
            kept += len(fresh)
            bar.update(len(batch))
    return kept


async def _bring(tx: Tx, source: Source, one: ListedPost, *, at: datetime) -> None:
    """Through the door; what stood on a wall before it was read is read now, with its own words."""
    post = one.post
    stood = await tx.posts.find(post.network, post.external_id)
    if stood is None:
        await tx.door.receive(source, post, at=at, history=False)
    else:
        await tx.posts_by_hand.read_again(stood.id, at=at)
    kept = await tx.posts.find(post.network, post.external_id) if one.contact else None
    if kept is not None:
        await tx.drafts.keep_caller(CallerContact(post_id=kept.id, words=one.contact, at=at))
