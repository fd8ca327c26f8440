"""Where a text is put, by the finder alone: an appeal, and small talk."""

from pathlib import Path

from nlp.places.candidates import speaks_locally
from nlp.places.finder import PlaceFinder
from nlp.places.resolve import Resolved, resolve

DISTRICTS = Path(__file__).parents[2] / "districts"


def at(finder: PlaceFinder, text: str, community: str | None = None) -> Resolved:
    """Where an appeal is put."""
    home = finder.home(community, None)
    return resolve(finder.scene(text, home), finder.gazetteer, home, is_local=True)


def said(finder: PlaceFinder, text: str, community: str) -> Resolved:
    """Where small talk is put."""
    home = finder.home(community, None)
    scene = finder.scene(text, home)
    return resolve(scene, finder.gazetteer, home, is_local=speaks_locally(scene))
