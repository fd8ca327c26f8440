"""Built-in pictures of a town's troubles (640×480 JPEG).

Drawn for the sandbox.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "pictures"
PHOTOS: dict[str, bytes] = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.jpg"))}
