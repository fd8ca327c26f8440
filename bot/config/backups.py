"""Where copies of the database go, by the settings."""

from pathlib import Path

from bot.config.settings import Settings
from bot.storage.backup.nightly import NightlyCopy, folder_beside
from incidents.ids import DistrictId


def folder_of(settings: Settings) -> Path | None:
    """The folder of copies; None: with a server nobody named one."""
    return settings.backup.folder or folder_beside(settings.database.url)


def nightly_copy_of(settings: Settings, district: DistrictId) -> NightlyCopy | None:
    """The copy of the night, if it is wanted. A demo wants none unless its folder is named."""
    backup, folder = settings.backup, folder_of(settings)
    if not backup.nightly or folder is None or (settings.demo.clock is not None and backup.folder is None):
        return None
    return NightlyCopy(url=settings.database.url, folder=folder, district=district, at=backup.at, keep=backup.keep)
