"""The transaction is made of parts: two of them must not define one name, or one part would silently answer for the other."""

from collections import defaultdict

from bot.storage.engine.transaction import Tx


def test_no_two_parts_of_the_transaction_define_one_name() -> None:
    owners = defaultdict(list)
    for part in Tx.__mro__:
        if part.__module__.startswith("bot.storage"):
            for name in vars(part):
                if not name.startswith("__"):
                    owners[name].append(part.__name__)
    assert {name: parts for name, parts in owners.items() if len(parts) > 1} == {}
