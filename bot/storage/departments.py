"""Table `department`: who answers for topics, and where its group chat is."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Integer, String, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.joined import Joined
from bot.storage.schema import district, metadata
from bot.storage.types import Words
from incidents.ids import ChatId, DepartmentId
from incidents.people import Department

department = Table(
    "department",
    metadata,
    district(primary_key=True),
    Column("id", String, primary_key=True),
    Column("title", Words, nullable=False),
    Column("chat_id", BigInteger),
    Column("topic_id", Integer),
)


class Departments(Joined):
    """Departments of the district."""

    async def departments(self) -> Sequence[Department]:
        """All departments."""
        rows = await self._all(select(department).where(department.c.district_id == self.district_id).order_by(department.c.id))
        return [Department(**row._mapping) for row in rows]

    async def put_department(self, put: Department) -> None:
        """Insert or rename. A chat that was set while the bot ran stays when `put` names none: the profile knows no chats."""
        row = {"id": put.id, "title": put.title, "chat_id": put.chat_id, "topic_id": put.topic_id}
        new = insert(department).values(**row, district_id=self.district_id)
        chat = {name: func.coalesce(new.excluded[name], department.c[name]) for name in ("chat_id", "topic_id")}
        same = [department.c.district_id, department.c.id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"title": new.excluded.title, **chat}))

    async def set_department_chat(self, id: DepartmentId, chat_id: ChatId | None, topic_id: int | None = None) -> None:
        """The group chat where the department's cards also stand; None takes it away."""
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(chat_id=chat_id, topic_id=topic_id))
