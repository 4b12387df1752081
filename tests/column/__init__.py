"""The column: its states, its photos, its comments, its figures."""
