"""Table `sought`: each official's last search; the search, the words it asks."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, MetaData, Select, Table, and_, cast, select
from sqlalchemy.dialects.postgresql import TSQUERY, insert
from typing_extensions import override

from bot.storage.acts.incident_words import PUT_WORDS, add_words, incident_words, words_row
from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.readable import readable
from bot.storage.acts.voice_table import heard, same_post
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Words
from bot.storage.engine.word_index import INDEX, can_index, merge_word_index
from bot.storage.intake.posts import post
from incidents.acts import store
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.official import Official
from incidents.places.find_text import FindQuery, new_words

sought = Table(
    "sought",
    metadata,
    district(primary_key=True),
    Column("official_id", KEY, ForeignKey("official.id"), primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
)

_index = Table(INDEX, MetaData(), Column("rowid", KEY), Column(INDEX, Words))
"""SQLite's index, of all districts; the column of its own name is what MATCH asks."""


class Search(Rows, store.Search):
    """Finding incidents."""

    @override
    async def keep(self, official_id: OfficialId, words: str) -> None:
        new = insert(sought).values(district_id=self.district_id, official_id=official_id, words=words)
        same = [sought.c.district_id, sought.c.official_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"words": new.excluded.words}))

    @override
    async def last(self, official_id: OfficialId) -> str | None:
        this = (sought.c.district_id == self.district_id, sought.c.official_id == official_id)
        words: str | None = await self._scalar(select(sought.c.words).where(*this))
        return words

    @override
    async def find(self, request: FindQuery, *, reader: Official, limit: int) -> Sequence[Incident]:
        await self.beside(IncidentWords).write()
        if request.number is not None:
            exact = await self._rows_found(self._searched(reader).where(incident.c.number == request.number))
            if exact:
                return exact
        if not request.stems:
            return []
        return await self._rows_found(self._with_words(request.stems, reader).limit(limit))

    def _with_words(self, stems: Sequence[str], reader: Official) -> Select[Any]:  # Any: a row
        searched = self._searched(reader)
        if self._connection.dialect.name == "postgresql":
            return searched.join(incident_words, _of_incident()).where(_has_on_postgresql(stems)).order_by(incident.c.id.desc())
        if can_index():  # the sum keeps SQLite from asking the index of one incident after another
            matching = searched.join(_index, incident.c.id == _index.c.rowid + 0).where(_index.c[INDEX].op("MATCH")(_fts5(stems)))
            return matching.order_by(_index.c.rowid.desc())
        each = [incident_words.c.words.contains(stem, autoescape=True) for stem in stems]
        return searched.join(incident_words, _of_incident()).where(*each).order_by(incident.c.id.desc())

    def _searched(self, reader: Official) -> Select[Any]:  # Any: a row
        return select(incident).where(incident.c.district_id == self.district_id, *readable(reader))

    async def _rows_found(self, question: Select[Any]) -> Sequence[Incident]:  # Any: a row
        return [incident_of(row) for row in await self._all(question)]


def _of_incident() -> ColumnElement[bool]:
    return and_(incident_words.c.district_id == incident.c.district_id, incident_words.c.id == incident.c.id)


def _is_whole(stem: str) -> bool:
    return stem.endswith(" ")


def _fts5(stems: Sequence[str]) -> str:
    """`"строител"* AND "14"`: a stem is letters and figures, so nothing in it is a sign of FTS5."""
    return " AND ".join(f'"{stem.strip()}"{"" if _is_whole(stem) else "*"}' for stem in stems)


def _has_on_postgresql(stems: Sequence[str]) -> ColumnElement[bool]:
    asked = " & ".join(f"{stem.strip()}{'' if _is_whole(stem) else ':*'}" for stem in stems)
    return incident_words.c.words.bool_op("@@")(cast(asked, TSQUERY))


@built_once
def folded_of(district_id: str, ids: Collection[int]) -> Select[Any]:  # Any: a row
    """Folded texts of posts."""
    return select(post.c.id, post.c.folded).where(post.c.district_id == district_id, post.c.id.in_(ids))


class IncidentWords(Rows):
    """What /find looks through: written before it is asked, and before the commit."""

    async def write(self) -> None:
        """Write the words of the incidents that this transaction has changed."""
        if not self.reworded:
            return
        changed = self.reworded.take()
        opened = {id: place for id, place in changed.opened.items() if id not in changed.anew}
        await self._write_opened(opened, changed.joined)
        for id, posts in changed.joined.items():
            if id not in opened and id not in changed.anew and not await self._grow(id, posts):
                changed.anew.add(id)
        for some in batches(sorted(changed.anew)):
            await self._write_anew(some)
        if changed.erased:
            await self._connection.run_sync(merge_word_index)

    async def _write_opened(self, opened: Mapping[int, str], joined: Mapping[int, Collection[int]]) -> None:
        for some in batches(sorted(opened)):
            said = await self._folded({one for id in some for one in joined.get(id, ())})
            rows = [words_row(self.district_id, id, opened[id], (said[one] for one in sorted(joined.get(id, ())))) for id in some]
            await self._with(PUT_WORDS, rows)

    async def _grow(self, id: int, posts: Collection[int]) -> bool:
        """Whether it had a row; whoever else changes it meanwhile waits."""
        this = (incident_words.c.district_id == self.district_id, incident_words.c.id == id)
        words = await self._scalar(select(incident_words.c.words).where(*this).with_for_update())
        if words is None:
            return False
        said = await self._folded(posts)
        added = new_words((said[one] for one in sorted(posts)), known=words.split())
        if added:
            await self._run(add_words(self.district_id, id, added))
        return True

    async def _folded(self, posts: Collection[int]) -> Mapping[int, str]:
        found: dict[int, str] = dict.fromkeys(posts, "")
        for some in batches(posts):
            rows = await self._all(folded_of(district_id=self.district_id, ids=list(some)))
            found |= {row.id: row.folded or "" for row in rows}
        return found

    async def _write_anew(self, ids: Sequence[int]) -> None:
        locked = select(incident_words.c.id).where(incident_words.c.district_id == self.district_id, incident_words.c.id.in_(ids))
        await self._all(locked.order_by(incident_words.c.id).with_for_update())
        places = select(incident.c.id, incident.c.folded).where(incident.c.district_id == self.district_id, incident.c.id.in_(ids))
        texts: dict[int, list[str]] = {row.id: [row.folded or ""] for row in await self._all(places)}
        said = select(heard.c.incident_id, post.c.folded).join(post, same_post())
        of_them = said.where(heard.c.district_id == self.district_id, heard.c.incident_id.in_(ids), post.c.folded.is_not(None))
        for row in await self._all(of_them.order_by(heard.c.joined_at, heard.c.post_id)):
            texts[row.incident_id].append(row.folded)
        if texts:
            await self._with(PUT_WORDS, [words_row(self.district_id, id, place, said) for id, (place, *said) in texts.items()])
