"""Discussions (boards) of communities: read everywhere, answered in the own one."""
