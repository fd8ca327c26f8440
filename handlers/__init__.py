"""Telegram in: parse an update, call the desk, answer.

Ten lines a handler; no SQL, no rules, no cards.
"""
