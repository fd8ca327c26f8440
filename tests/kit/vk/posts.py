"""Posts."""

from incidents.posts import Network, Post
from tests.kit.vk.walls import START

PHOTO = b"\xff\xd8\xff\xe0" + b"x" * 500


def post(external_id: str = "wall-1_7") -> Post:
    return Post(network=Network.VK, external_id=external_id, url="", text="", author_id="101", published_at=START)
