"""aiogram's models are built when used, not all at its import.

Whoever starts a process imports this before aiogram. Built at once, its types take 110 MB and two seconds of a processor, and a bot uses
a tenth. Imported after aiogram it changes nothing.
"""

import sys
from typing import Any

from pydantic import BaseModel

NAMES = "_types_namespace"
"""How aiogram hands over the names that its models speak of (argument of `BaseModel.model_rebuild`)."""


def _import_aiogram() -> None:
    rebuild = BaseModel.__dict__["model_rebuild"]
    handed_over: dict[str, Any] = {}  # Any: whatever arguments pydantic takes

    def put_off(cls: type[BaseModel], /, **how: Any) -> bool | None:
        if not how.get(NAMES):
            built: bool | None = rebuild.__func__(cls, **how)
            return built
        handed_over.update(how)
        return None

    def build(cls: type[BaseModel], /, **how: Any) -> bool | None:
        built: bool | None = rebuild.__func__(cls, **{**how, **handed_over})
        return built

    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[assignment, method-assign]
    try:
        from aiogram.methods.base import Response, TelegramMethod
        from aiogram.types.base import TelegramObject
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
    for family in (TelegramObject, TelegramMethod, Response):
        family.model_rebuild = classmethod(build)  # type: ignore[assignment, method-assign]


if "aiogram" not in sys.modules:
    _import_aiogram()
