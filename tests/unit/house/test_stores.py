"""Every store has one implementation: a method that nobody wrote would answer None to the desk."""

from typing import get_type_hints

import pytest

from bot.storage.engine.table import Lazy
from bot.storage.engine.transaction import Tx
from incidents.transaction import Transaction

STORES = {name: store for name, store in get_type_hints(Transaction).items() if name != "district_id"}
TABLES = {name: made._table for name, made in vars(Tx).items() if isinstance(made, Lazy)}


def methods(of: type) -> set[str]:
    return {name for name in vars(of) if not name.startswith("_")}


def test_the_desk_sees_tables_of_the_transaction_only() -> None:
    assert set(STORES) <= set(TABLES)


def test_no_class_stands_under_two_names() -> None:
    assert len(set(TABLES.values())) == len(TABLES)
    assert len(set(STORES.values())) == len(STORES)


@pytest.mark.parametrize("name", STORES)
def test_every_store_has_one_implementation(name: str) -> None:
    store = STORES[name]
    assert [other for other, table in TABLES.items() if store in table.__mro__] == [name]
    parts = [part for part in TABLES[name].__mro__ if part.__module__.startswith("bot.storage")]
    written = {method: [part for part in parts if method in vars(part)] for method in methods(store)}
    assert {method for method, by in written.items() if len(by) != 1} == set()
    assert {method for method, by in written.items() if not getattr(vars(by[0])[method], "__override__", False)} == set()


@pytest.mark.parametrize("name", STORES)
def test_the_store_tells_what_its_methods_do_and_nobody_says_it_again(name: str) -> None:
    assert {method for method in methods(STORES[name]) if not getattr(STORES[name], method).__doc__} == set()
    assert {method for method in methods(STORES[name]) if getattr(TABLES[name], method).__doc__} == set()
