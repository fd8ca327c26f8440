"""Alembic: revisions of the database, the first to the last. They go forward and are never edited."""
