"""The register names every table: a new one waits for a decision."""

import pytest
from sqlalchemy import BigInteger, Column, Float, LargeBinary

import bot.storage.engine.transaction  # noqa: F401  all tables are known once it is there
from bot.storage.engine.schema import metadata
from bot.storage.engine.types import KEY, Json, Words
from bot.storage.privacy.register import REGISTER, By, Fate


def is_free(column: Column[object]) -> bool:
    """Whether a column may hold anything at all: codes, moments, counts and keys of ours may not."""
    if isinstance(column.type, Words | Json | LargeBinary | Float):
        return True
    return isinstance(column.type, BigInteger) and column.type is not KEY and not column.foreign_keys


def named(fate: Fate) -> set[str]:
    """Columns that somebody has decided about."""
    return {*fate.blank, *fate.plain, *fate.official}


def test_every_table_is_in_the_register() -> None:
    assert set(metadata.tables) == set(REGISTER)


@pytest.mark.parametrize("name", sorted(REGISTER))
def test_somebody_has_decided_about_every_free_column(name: str) -> None:
    table, fate = metadata.tables[name], REGISTER[name]
    free = {column.name for column in table.columns if is_free(column)}
    assert free - named(fate) == set()
    assert named(fate) - {column.name for column in table.columns} == set()


@pytest.mark.parametrize("name", sorted(name for name, fate in REGISTER.items() if fate.by in {By.POST, By.INCIDENT, By.ANSWER}))
def test_rows_are_found_by_a_column_that_is_there(name: str) -> None:
    assert REGISTER[name].by.value in metadata.tables[name].columns


@pytest.mark.parametrize("name", sorted(name for name, fate in REGISTER.items() if fate.by is not By.NOBODY and not fate.drop))
def test_what_becomes_of_a_column_fits_it(name: str) -> None:
    table, fate = metadata.tables[name], REGISTER[name]
    assert fate.blank
    if fate.by is not By.OWN:
        assert [column for column, value in fate.blank.items() if value is None and not table.columns[column].nullable] == []
