"""No models: the index is one virtual table (SQLite FTS5) or one tsvector table (PostgreSQL)."""
