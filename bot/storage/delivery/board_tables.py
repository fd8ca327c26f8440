"""Tables `board`, `board_row`: many dangers as one message.

A chat's board is one row, whichever process makes it.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, false

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.types import KEY, Moment

board = Table(
    "board",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", Integer),
    Column("message_id", BigInteger),
    Column("shown_at", Moment),
    Column("shown", String(64)),
    Column("rang_at", Moment),
    Column("rang", Integer, nullable=False),
    Column("gravest", Integer, nullable=False),
    Column("calls", Boolean, nullable=False),
)

board_row = Table(
    "board_row",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("incident_id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),
    Column("heard", Boolean, nullable=False, server_default=false()),
    Column("trusted", Boolean, nullable=False),
    Index("ix_board_row_incident_id", "district_id", "incident_id"),
)
