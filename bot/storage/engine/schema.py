"""What all tables share: the naming of constraints, the keys, the lock by name."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table

from bot.storage.engine.types import KEY

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[int]:
    """A key that the database gives. Tables that have it say `sqlite_autoincrement`: a number never comes back after a purge."""
    return Column("id", KEY, primary_key=True, autoincrement=True)


def district(*, primary_key: bool = False) -> Column[str]:
    """Whose row it is: part of every unique key and of every question."""
    return Column("district_id", String, nullable=False, primary_key=primary_key)


counter = Table(
    "counter",
    metadata,
    district(primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Numbers that people see («№ 12»), and rows to lock where several processes must take turns."""
