"""The storage itself: engines, transactions, types, migrations."""
