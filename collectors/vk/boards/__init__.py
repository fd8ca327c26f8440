"""Discussions (boards) of communities: read with the wall, answered in the own one."""
