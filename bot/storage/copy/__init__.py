"""Copy the database to the other engine: SQLite to PostgreSQL and back."""
