"""What most commands begin with: the settings, the log, the district."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # they are imported when a command runs: `--help` is quick
    from bot.config.district import District
    from bot.config.settings import Settings


def loaded(args: argparse.Namespace) -> tuple["Settings", "District"]:
    """The settings of `--env` and their district, with a log that hides their secrets. Raises SettingsError."""
    from bot.config.district import load_district
    from bot.config.env_files import settings_from
    from bot.config.logs import set_up_logs

    settings = settings_from(args.env)
    set_up_logs(settings.log.level, secrets=settings.secrets())
    return settings, load_district(settings.district.profile, settings.district.timezone)
