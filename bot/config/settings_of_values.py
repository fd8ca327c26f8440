"""Settings of keys and values in hand, as `otklik setup` gathers them."""

from collections.abc import Mapping

from pydantic import ValidationError

from bot.config.settings import Settings, SettingsError, mistakes_of, unknown_key
from bot.config.settings_mistakes import line_of


def settings_of(values: Mapping[str, str]) -> Settings:
    """Settings of these keys alone, as a file would say them. Raises SettingsError with all mistakes at once."""
    nested: dict[str, dict[str, str]] = {}
    for key, value in values.items():
        section, _, name = key.lower().partition("__")
        if value:
            nested.setdefault(section, {})[name] = value
    try:
        settings = Settings.model_validate(nested)
    except ValidationError as error:
        raise SettingsError(list(dict.fromkeys(line_of(details, unknown_key) for details in error.errors()))) from None
    if lines := list(mistakes_of(settings)):
        raise SettingsError(lines)
    return settings
