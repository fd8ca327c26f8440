"""VKontakte: walls with their comments are read by a service token, answers go out by a community's token."""

from collectors.vk.client import VkClient
from collectors.vk.poster import VkPoster
from collectors.vk.publisher import VkPublisher
from collectors.vk.wall import VkWall

__all__ = ["VkClient", "VkPoster", "VkPublisher", "VkWall"]
