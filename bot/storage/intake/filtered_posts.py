"""Table `filtered_post`: posts that the filters of their sources dropped."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post
from bot.storage.intake.source_health import SourcesHealth
from incidents.ids import PostId
from incidents.sources.word_filters import FilteredBy, FilterKind

filtered_post = Table(
    "filtered_post",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey(post.c.id), primary_key=True, autoincrement=False),
    Column("filter", String, nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
)


def filtered_of(filter: str | None, words: str | None) -> FilteredBy | None:
    """Its columns as the domain's value."""
    return None if filter is None else FilteredBy(kind=FilterKind(filter), words=words or "")


class SourcesFilters(SourcesHealth):
    """The health of sources, and what their filters dropped."""

    @override
    async def keep_filtered(self, post: PostId, by: FilteredBy, *, at: datetime) -> None:
        said = {"filter": by.kind, "words": by.words, "at": at}
        new = insert(filtered_post).values(district_id=self.district_id, post_id=post, **said)
        await self._run(new.on_conflict_do_update(index_elements=[filtered_post.c.district_id, filtered_post.c.post_id], set_=said))
