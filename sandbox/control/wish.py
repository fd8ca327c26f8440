"""A request to the control API: fields by name and type."""

from dataclasses import dataclass

from sandbox.errors import Json, no
from sandbox.photos import PHOTOS


@dataclass(frozen=True, slots=True)
class Wish:
    """Fields of a request's body."""

    fields: Json

    def only(self, known: frozenset[str]) -> None:
        """Refuse fields that nobody reads: a misspelt one would be lost without a word."""
        unknown = sorted(self.fields.keys() - known)
        if unknown:
            no(f"таких полей нет: {', '.join(unknown)}; есть: {', '.join(sorted(known))}")

    def decimal(self, name: str) -> float:
        """Give a number that must be there."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            no(f"нужно поле {name}: число")
        return value

    def number(self, name: str) -> int:
        """Give an integer that must be there."""
        value = self.maybe_number(name)
        if value is None:
            no(f"нужно поле {name}: целое число")
        return value

    def maybe_number(self, name: str) -> int | None:
        """Give an integer or None."""
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            no(f"поле {name} должно быть целым числом, а не {value!r}")
        return value

    def text(self, name: str) -> str:
        """Give a text that must be there (it may be empty)."""
        value = self.maybe_text(name)
        if value is None:
            no(f"нужно поле {name}: строка")
        return value

    def maybe_text(self, name: str) -> str | None:
        """Give a text or None."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            no(f"поле {name} должно быть строкой, а не {value!r}")
        return value

    def rows(self, name: str) -> list["Wish"]:
        """Give a list of objects."""
        value = self.fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            no(f"поле {name} должно быть списком объектов")
        return [Wish(item) for item in value]

    def numbers(self, name: str) -> list[int]:
        """Give a list of integers."""
        value = self.fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            no(f"поле {name} должно быть списком целых чисел")
        return value

    def photos(self) -> list[str]:
        """Give names of built-in pictures."""
        value = self.fields.get("photos") or []
        if not isinstance(value, list):
            no("поле photos должно быть списком имён")
        for name in value:
            photo_named(name)
        return [str(name) for name in value]

    def choice(self, name: str, allowed: frozenset[str], default: str) -> str:
        """Give one of the allowed words."""
        value = self.fields.get(name, default)
        if value not in allowed:
            no(f"{name} должно быть одним из {', '.join(sorted(allowed))}, а не {value!r}")
        return str(value)


def photo_named(name: object) -> bytes:
    """Find a built-in picture."""
    if not isinstance(name, str) or name not in PHOTOS:
        no(f"нет картинки {name!r}; есть: {', '.join(PHOTOS)}")
    return PHOTOS[name]
