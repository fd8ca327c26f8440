"""A prefix belongs to one class of buttons: what two classes share, one handler would take from the other."""

import pkgutil
from collections import Counter
from importlib import import_module
from inspect import getmembers, isclass

from aiogram.filters.callback_data import CallbackData

import handlers


def test_no_two_buttons_share_a_prefix() -> None:
    modules = [import_module(each.name) for each in pkgutil.walk_packages(handlers.__path__, "handlers.")]
    made = {
        cls for module in modules for _, cls in getmembers(module, isclass) if issubclass(cls, CallbackData) and cls is not CallbackData
    }
    shared = [prefix for prefix, n in Counter(cls.__prefix__ for cls in made).items() if n > 1]
    assert not shared, sorted((cls.__prefix__, cls.__qualname__) for cls in made if cls.__prefix__ in shared)
