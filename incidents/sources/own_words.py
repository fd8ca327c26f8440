"""Whose words a community's post is: an official's, or a resident's.

A page like «Подслушано…» publishes as itself what residents sent to it (docs/limits.md, VK).
"""

from collections.abc import Collection
from dataclasses import replace

from incidents.posts import Post, Source


def attributed(post: Post, source: Source, officials: Collection[str]) -> Post:
    """Tell an official word from a resident's that a community published in its own name.

    `officials`: ids of the network that speak for authorities. A resident whom the community does not name has no author: two such
    posts are two people.
    """
    if post.by_owner or post.author_id in officials or post.repeats in officials:
        return replace(post, by_owner=True)
    is_community = source.external_id.startswith("-")
    return replace(post, author_id="") if is_community and post.author_id == source.external_id else post
