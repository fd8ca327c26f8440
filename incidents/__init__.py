"""The domain: posts, readings, incidents, people and rules.

Plain Python: no I/O, no clock, no third party.
"""
