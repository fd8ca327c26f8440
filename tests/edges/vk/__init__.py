"""Tests of the edges: vk."""
