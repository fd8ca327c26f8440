"""The domain of Otklik: posts, readings, incidents, people and rules. Plain Python: no I/O, no clock, no third party."""
