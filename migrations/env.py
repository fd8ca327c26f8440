"""Alembic's door: it runs on the connection that `bot.storage.migrate` gives, inside that connection's transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator


def plain(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A revision names SQLAlchemy's own types: it must outlive ours."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),  # given by those who write a new revision
    render_item=plain,
    transactional_ddl=True,
)
context.run_migrations()
