"""Use cases of privacy: erase an author, a post, an official."""
