"""The storage: SQLAlchemy Core on SQLite or PostgreSQL. One module a table; nobody outside sees a row or a statement."""
