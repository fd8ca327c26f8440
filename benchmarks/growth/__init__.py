"""Bases that have grown, and what everything costs in them."""
