"""Unit tests of privacy: links to authors, traces of words."""
