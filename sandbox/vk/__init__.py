"""The VK API 5.199 of the town."""
