"""Advice before sending: a colleague looking over the shoulder. Pure."""
