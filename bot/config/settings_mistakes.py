"""Mistakes in settings, one Russian line each."""

from collections.abc import Callable

from pydantic_core import ErrorDetails

_WORDS = {
    "int_parsing": "нужно целое число",
    "int_from_float": "нужно целое число",
    "greater_than_equal": "число меньше допустимого, наименьшее {ge}",
    "less_than_equal": "число больше допустимого, наибольшее {le}",
    "literal_error": "бывает только {expected}",
    "time_parsing": "нужно время суток, например 07:30",
    "model_type": "раздел не задаётся целиком, задайте его ключи: {key}__…",
}


def line_of(details: ErrorDetails, unknown: Callable[[str], str]) -> str:
    """The mistake, with its key. `unknown`: the words for a key that is not there."""
    key = "__".join(str(part) for part in details["loc"][:2]).upper()
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown(key)
    if kind == "value_error":
        return f"{key}: {context['error']}"
    words = _WORDS.get(kind, "значение не подходит, пример есть в .env.example").format(key=key, **context)
    return f"{key}: {words}".replace(" or ", " или ").replace("'", "")
