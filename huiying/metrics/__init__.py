"""Measures as pure Ibis expressions: the same on DuckDB and on Spark."""
