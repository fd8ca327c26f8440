"""Table `incident_words`: what /find looks through, a row an incident.

The words of its place and of all that residents said of it, each once. `bot/storage/engine/word_index.py` has the index over it.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Executable, ForeignKey, Select, Table, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.types import KEY, Words, WordSet
from incidents.ids import DistrictId
from incidents.places.find_text import new_words

incident_words = Table(
    "incident_words",
    metadata,
    Column("id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),  # the incident's own
    district(),
    Column("place", Words, nullable=False),  # as it stands among the words
    Column("words", WordSet, nullable=False),
)


def words_row(district_id: DistrictId, id: int, place: str, texts: Iterable[str]) -> dict[str, object]:
    """The row of an incident at this place, of which these folded texts tell."""
    words = "".join(f"{word} " for word in new_words([place, *texts]))
    return {"id": id, "district_id": district_id, "place": place, "words": f" {words}"}


def _put_words() -> Executable:
    new = insert(incident_words)
    changed = {name: new.excluded[name] for name in ("place", "words")}
    return new.on_conflict_do_update(index_elements=["id"], set_=changed, where=incident_words.c.district_id == new.excluded.district_id)


PUT_WORDS = _put_words()
"""Insert rows, or write over those that are there."""


def add_words(district_id: DistrictId, id: int, words: Iterable[str]) -> Executable:
    """Words that the incident did not have."""
    added = "".join(f"{word} " for word in words)
    this = (incident_words.c.district_id == district_id, incident_words.c.id == id)
    return update(incident_words).where(*this).values(words=incident_words.c.words.op("||")(added))


def place_kept(district_id: DistrictId, id: int) -> Select[tuple[str]]:
    """The place as it stands among the words of an incident."""
    return select(incident_words.c.place).where(incident_words.c.district_id == district_id, incident_words.c.id == id)
